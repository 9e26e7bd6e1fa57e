Feature: What was recorded is never obscured

  Scenario: A corrected value stays readable with who, when and why (21 CFR 11.10(e); Annex 11, 9)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria corrects the temperature to "20.5" because "misread the display"
    Then "20.5" stands as the "temperature"
    And the earlier value "20.4" is readable with the reason "misread the display" and Maria

  Scenario: Nothing is corrected without a reason (21 CFR 11.10(e); Annex 11, 9)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria corrects the temperature to "20.5" because ""
    Then it is refused with "reason"
    And "20.4" stands as the "temperature"

  Scenario: A value that was refused is kept (21 CFR 11.10(e); 21 CFR 211.100(b))
    Given a batch whose room is cleared
    When Maria records "27.0" as the "temperature"
    Then it is refused with "The limit is"
    And the attempt "27.0" is in the record
    When Maria records "20.4" as the "temperature"
    Then it is done
    And 1 exceptions are open

  Scenario: Every entry says who, when with time zone, and what (21 CFR 11.10(e); Annex 11, 12.4)
    Given a batch that is complete
    Then every entry of the audit trail has a number, a time with zone, an event and what it is about
    And the newest "batch.completed" of the audit trail names Sam

  Scenario: The audit trail can be searched (Annex 11, 9)
    Given a batch that is complete
    Then the audit trail can be searched for "L-1"

  Scenario: Sign-ins and sign-outs are entries (Annex 11, 12.4)
    Given the people of a plant
    When Maria signs in
    And John signs in
    Then the audit trail has "station.signed-in"
    And the audit trail has "station.signed-out"

  Scenario: The print-out shows what was changed after it was entered (Annex 11, 8.2)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria corrects the temperature to "20.5" because "misread the display"
    And Sam makes a report
    Then the paper says "20.4"
    And the paper says "20.5"
    And the paper says "misread the display"
    And the paper verifies by itself

  Scenario: A change of the policy is signed and shows old, new and why (Annex 11, 10; Annex 11, 12.3; 21 CFR 11.10(k))
    Given the people of a plant
    When the administrator sets "idle_lock" to "7" and quality signs
    Then the newest change of the policy shows "10", "7" and a reason

  Scenario: A clock that was set is noticed and recorded (21 CFR 11.10(e))
    Given a batch whose room is cleared
    When Maria records "yes" as the "instruction"
    And the clock of the machine is set 3 hours forward
    And Maria records "20.4" as the "temperature"
    Then the audit trail has "station.clock-changed"

  Scenario: Behind the last entry's time nothing is signed (21 CFR 11.10(e); 21 CFR 11.50(a))
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And the machine is started with a clock that is 6 hours behind
    And Maria signs the step "weigh" as performed
    Then it is refused with "clock"
    And the clock is in doubt
