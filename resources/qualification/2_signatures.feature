Feature: What a signature says, covers and needs

  Scenario: A signature shows printed name, role, time with zone and meaning (21 CFR 11.50(a); Annex 11, 14)
    Given a batch whose room is cleared
    Then the signature of Maria as "performed" shows name, role, time and zone
    And the signature of John as "verified" shows name, role, time and zone

  Scenario: The same stands on every print-out (21 CFR 11.50(b); Annex 11, 8.1)
    Given a batch whose room is cleared
    When Sam makes a report
    Then the paper says "Maria Chen"
    And the paper says "John Doe"
    And the paper says "Verified by"
    And the paper says "2026-05-04"

  Scenario: A signature needs the password, also in one session (21 CFR 11.200(a)(1))
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria signs the step "weigh" without a password
    Then it is refused with "password"
    And the step "weigh" has 0 valid signatures

  Scenario: Another password than the own does not sign (21 CFR 11.200(a)(2); 21 CFR 11.300(d))
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria signs the step "weigh" with a password that is not the own
    Then it is refused with "password"
    And the step "weigh" has 0 valid signatures
    And the audit trail has "station.sign"

  Scenario: Only what was shown is signed (21 CFR 11.70)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria signs the step "weigh" without having seen the sheet
    Then it is refused with "The record changed while you were reading"
    And the step "weigh" has 0 valid signatures

  Scenario: A sheet that changed while it was read is not signed (21 CFR 11.70)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria signs the weighing while a value on the sheet is corrected
    Then it is refused with "The record changed while you were reading"
    And the step "weigh" has 0 valid signatures

  Scenario: A value corrected later takes the signatures that covered it away (21 CFR 11.70; Annex 11, 14)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria signs the step "weigh" as performed
    And John comes to the screen and signs the step "weigh" as verified
    Then the step "weigh" has 2 valid signatures
    When Maria corrects the temperature to "20.5" because "misread"
    Then the step "weigh" has 0 valid signatures

  Scenario: Whoever performed does not verify (21 CFR 211.101(c); 21 CFR 211.101(d); Annex 11, 6)
    Given a batch whose room is cleared
    When everything is weighed and nobody has signed the step
    And Maria signs the step "weigh" as performed
    And Maria signs the step "weigh" as verified
    Then it is refused with "another person"
    And the step "weigh" has 1 valid signatures

  Scenario: A signature changed in the file is found (21 CFR 11.70; 21 CFR 11.10(a))
    Given a batch whose room is cleared
    When everything is weighed, mixed and signed
    And somebody changes a recorded value in the file of the record
    Then the verifier finds that something was changed
