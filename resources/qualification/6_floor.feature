Feature: Lots, machines, training and labels at the step

  Scenario: Nothing is drawn from a lot in quarantine (21 CFR 211.142; 21 CFR 211.101(c))
    Given a plant that keeps its materials and machines
    When a further lot "L-2" is received and tested
    And the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-2" container "1"
    Then it is refused with "quarantine"

  Scenario: Only quality releases a lot (21 CFR 211.142; 21 CFR 11.10(g))
    Given a plant that keeps its materials and machines
    When a further lot "L-2" is received and tested
    And Sam releases the lot "L-2"
    Then it is refused with "needs one of these roles"
    When Quinn releases the lot "L-2"
    Then it is done

  Scenario: Nothing is drawn from a rejected lot (21 CFR 211.142)
    Given a plant that keeps its materials and machines
    When Quinn rejects the lot "L-1"
    And the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-1" container "1"
    Then it is refused with "glass found"

  Scenario: Nothing is drawn from a lot that has expired (21 CFR 211.101(c))
    Given a plant that keeps its materials and machines
    When a lot "L-3" that expires on "2026-05-07" is received and released
    And 60 hours pass
    And the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-3" container "1"
    Then it is refused with "expired"

  Scenario: A lot that nobody knows is not used (21 CFR 211.101(c); Annex 11, 5)
    Given a plant that keeps its materials and machines
    When the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-9" container "1"
    Then it is refused with "Lot L-9 of RM-0001 is not known"

  Scenario: What was drawn is taken from the lot and names the batch (21 CFR 211.184)
    Given a plant that keeps its materials and machines
    When the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-1" container "1"
    Then "21.00" g are left of lot "L-1", and the last change names the batch

  Scenario: No more is drawn than a container holds (21 CFR 211.184)
    Given a plant that keeps its materials and machines
    When the room is cleared and the machines are identified
    And Maria weighs "12.50" g from lot "L-1" container "1"
    Then it is refused with "only 12 g are left"

  Scenario: From a lot to every batch it went into (21 CFR 211.150)
    Given a plant that keeps its materials and machines
    When the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-1" container "1"
    Then the batch is on the recall list of lot "L-1"

  Scenario: A container of weighed material is labelled in full (21 CFR 211.101(b))
    Given a plant that keeps its materials and machines
    When the label for weighed material is approved and in force
    And the room is cleared and the machines are identified
    And Maria weighs "10.00" g from lot "L-1" container "1"
    And Maria prints the label of what she weighed
    Then the label names material, code, lot, weight, batch and product

  Scenario: Labels are issued by a supervisor only (21 CFR 211.125)
    Given a plant that keeps its materials and machines
    When the label for weighed material is approved and in force
    And Maria issues ten labels
    Then it is refused with "needs one of these roles"

  Scenario: A balance without its check of the day is not used (21 CFR 11.10(h); 21 CFR 211.68(a))
    Given a plant that keeps its materials and machines
    When Maria clears the room and scans "S-01" as the balance
    Then it is refused with "was not checked today"

  Scenario: A balance that failed its calibration is not used (21 CFR 211.68(a); 21 CFR 11.10(h))
    Given a plant that keeps its materials and machines
    When the balance passes its check of the day
    And the balance "S-01" fails its calibration
    And Maria clears the room and scans "S-01" as the balance
    Then it is refused with "calibration"

  Scenario: A machine of another kind is not the right device (21 CFR 11.10(h); 21 CFR 211.105(b))
    Given a plant that keeps its materials and machines
    When Maria clears the room and scans "S-01" as the vessel
    Then it is refused with "This step needs vessel"

  Scenario: A machine that somebody put on hold is not used (21 CFR 211.105(b))
    Given a plant that keeps its materials and machines
    When John puts a hold on "V-01"
    And Maria clears the room and scans "V-01" as the vessel
    Then it is refused with "strange noise"

  Scenario: A vessel that was not cleaned is not used (21 CFR 211.182; 21 CFR 211.105(a))
    Given a plant that keeps its materials and machines
    When a vessel "V-02" is qualified and was not cleaned
    And Maria clears the room and scans "V-02" as the vessel
    Then it is refused with "clean"

  Scenario: The use log names use, cleaning and both persons (21 CFR 211.182)
    Given a plant that keeps its materials and machines
    When the room is cleared and the machines are identified
    Then the use log of "V-01" names use, batch, cleaning and both persons in order of time

  Scenario: Whoever is not trained does not do the step (21 CFR 11.10(i); 21 CFR 211.25)
    Given a batch whose room is cleared
    When a procedure for weighing is put in force and nobody is trained
    And Maria records "20.4" as the "temperature"
    Then it is refused with "is not trained in SOP-1"

  Scenario: Whoever is trained does it (21 CFR 11.10(i); 21 CFR 211.25)
    Given a batch whose room is cleared
    When Maria has read the procedure for weighing and a trainer has confirmed it
    And Maria records "20.4" as the "temperature"
    Then it is done

  Scenario: Nobody confirms the own training (21 CFR 211.25)
    Given a batch whose room is cleared
    When Sam confirms his own training
    Then it is refused with "another"
