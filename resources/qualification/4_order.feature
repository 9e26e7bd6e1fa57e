Feature: Steps in their order, decisions by those who may take them

  Scenario: Nothing is weighed before the room is cleared (21 CFR 11.10(f); 21 CFR 211.130)
    Given a batch that was issued
    When Maria records "20.4" as the "temperature"
    Then it is refused with "is locked"
    And nothing stands as the "temperature"

  Scenario: A room with other product in it is not cleared (21 CFR 211.130; 21 CFR 211.188(b))
    Given a batch that was issued
    When Maria answers that other product is in the room
    Then it is refused with "answered with No"

  Scenario: A step with entries missing is not signed (21 CFR 11.10(f); 21 CFR 211.188(b))
    Given a batch whose room is cleared
    When Maria records "20.4" as the "temperature"
    And Maria signs the step "weigh" as performed
    Then it is refused with "Entries still to make"

  Scenario: Production with open steps is not complete (21 CFR 11.10(f); 21 CFR 211.188(b))
    Given a batch whose room is cleared
    When Sam declares production complete
    Then it is refused with "Steps still open"

  Scenario: A batch is not begun before quality has checked its issue (21 CFR 211.188(a); 21 CFR 211.100(a))
    Given a batch that was issued
    When Sam issues the batch "B-0002"
    And Maria records the line clearance of the batch "B-0002"
    Then it is refused with "has not checked the issue"

  Scenario: The batch runs on the very document that was approved (21 CFR 211.188(a))
    Given a batch that was issued
    Then the batch runs on the document that was approved

  Scenario: A later version changes nothing in a running batch (21 CFR 211.188(a); 21 CFR 11.10(k))
    Given a batch whose room is cleared
    When Al brings a second version of the master and signs it
    And Quinn approves the newest version
    And Quinn puts the newest version in force
    Then the upper limit of the temperature is still "25.0"
    And the batch runs on the document that was approved

  Scenario: Nobody approves a master of the own (21 CFR 211.186; 21 CFR 211.100(a))
    Given a batch that was issued
    When Al brings a second version of the master and signs it
    And Al approves the newest version
    Then it is refused with "needs one of these roles"

  Scenario: A version that is not approved makes no batch (21 CFR 211.100(a); 21 CFR 211.68(b))
    Given a batch that was issued
    When Al brings a second version of the master and signs it
    And Sam issues the batch "B-0002"
    Then it is refused with "not in force"

  Scenario: An operator brings no master (21 CFR 211.68(b); 21 CFR 11.10(g))
    Given a batch that was issued
    When Maria brings a master with a lower limit above the upper one
    Then it is refused with "needs one of these roles"

  Scenario: The master names components, amounts, limits and yields in full (21 CFR 211.186)
    Given a batch that was issued
    When the master is printed
    Then the paper says "RM-0001"
    And the paper says "Active substance"
    And the paper says "24 months"
    And the paper says "Al Author"
    And the paper says "Quinn Lee"

  Scenario: A stopped batch goes on only by quality (21 CFR 11.10(f); 21 CFR 211.192)
    Given a batch whose room is cleared
    When Sam stops the batch
    And Maria records "20.4" as the "temperature"
    Then it is refused with "on hold"
    When Sam lets the batch go on
    Then it is refused with "needs one of these roles"
    When Quinn lets the batch go on
    Then it is done
    When Maria records "20.4" as the "temperature"
    Then it is done

  Scenario: Changing a running batch is quality's, signed and an exception (21 CFR 211.115; 21 CFR 211.100(b))
    Given a batch whose room is cleared
    When Sam narrows a limit of the running batch
    Then it is refused with "needs one of these roles"
    When Quinn narrows a limit of the running batch
    Then it is done
    And 1 exceptions are open
    When Maria records "24.5" as the "temperature"
    Then it is refused with "The limit is"

  Scenario: Nothing is reviewed before it is complete (21 CFR 211.192)
    Given a batch of which every step is done
    When Quita declares the record reviewed
    Then it is refused with "complete"

  Scenario: Nothing is reviewed while an exception is open (21 CFR 211.192; 21 CFR 211.100(b))
    Given a batch whose room is cleared
    When Maria records "27.0" as the "temperature"
    Then it is refused with "The limit is"
    When Maria lets the temperature stand because "Door was open"
    Then it is done
    And 1 exceptions are open
    When Quita declares the record reviewed
    Then it is refused with "complete"
    When Quinn assesses every open exception
    Then it is done
    And 0 exceptions are open

  Scenario: Nothing is reviewed unread (21 CFR 211.192; Annex 11, 9)
    Given a batch that is complete
    When Quita declares the record reviewed
    Then it is refused
    And the batch is "complete"

  Scenario: Nothing is certified before it is reviewed (21 CFR 211.192; Annex 11, 15)
    Given a batch that is complete
    When Petra decides "certified"
    Then it is refused with "is not reviewed"

  Scenario: Only the qualified person certifies (Annex 11, 15; 21 CFR 11.10(g))
    Given a batch that is complete
    When Quita reads every section and signs for the audit trail
    And Quita declares the record reviewed
    And Sam decides "certified"
    Then it is refused with "needs one of these roles"

  Scenario: A batch from review to certificate (21 CFR 211.192; 21 CFR 211.188(b); Annex 11, 15)
    Given a batch that is complete
    When Quita reads every section and signs for the audit trail
    And Quita declares the record reviewed
    And Petra decides "certified"
    Then it is done
    And the batch is "certified"
    And the newest "batch.decided" of the audit trail names Petra
    When Petra makes a report
    Then the paper says "Petra Person"
    And the paper verifies by itself
    And the record verifies
