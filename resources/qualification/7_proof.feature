Feature: Proof, copies and continuity

  Scenario: A whole batch verifies from the first entry to the last (21 CFR 11.10(a))
    Given a batch that is complete
    Then the record verifies

  Scenario: A value changed in the file is found (21 CFR 11.10(a); Annex 11, 7.1)
    Given a batch that is complete
    When somebody changes a recorded value in the file of the record
    Then the verifier finds that something was changed

  Scenario: A report is complete and verifies by itself (21 CFR 11.10(b); 21 CFR 211.188(b); Annex 11, 8.1)
    Given a batch that is complete
    When Sam makes a report
    Then the paper verifies by itself
    And the paper says "L-1"
    And the paper says "20.4"
    And the paper says "Line clearance afterwards"
    And the paper says "Label count"

  Scenario: A changed report is found (21 CFR 11.10(a); 21 CFR 11.10(b))
    Given a batch whose room is cleared
    When Sam makes a report
    Then a changed byte in the paper is found

  Scenario: Print-outs and their copies are numbered (Annex 11, 8.1; 21 CFR 11.10(b))
    Given a batch whose room is cleared
    When Sam makes a report
    And Sam makes a further copy of it
    Then the paper verifies by itself

  Scenario: The electronic copy is readable without this program (21 CFR 11.10(b); 21 CFR 11.10(c); Annex 11, 17)
    Given a batch of which every step is done
    When the record of the batch is exported
    Then the export verifies by itself and brings its checker
    And a changed digit in the export is found

  Scenario: A backup comes back whole (21 CFR 211.68(b); 21 CFR 11.10(c); Annex 11, 7.2)
    Given a batch of which every step is done
    When a backup is made while the program runs
    Then the backup comes back whole in another place and verifies

  Scenario: Nobody reads a backup without its words (21 CFR 11.30; Annex 11, 7.1)
    Given a batch of which every step is done
    When a backup is made while the program runs
    Then no name and no value can be read in the backup
    When other words are tried on the backup
    Then it is refused with "wrong"

  Scenario: Every list is made anew from the entries and says the same (21 CFR 11.10(c); Annex 11, 17)
    Given a batch that is complete
    Then all lists made anew from the entries say the same
    And the record verifies

  Scenario: What was confirmed is there after the program ended (Annex 11, 7.1; 21 CFR 11.10(c))
    Given a batch whose room is cleared
    When Maria records "20.4" as the "temperature"
    And the program is started again
    Then "20.4" stands as the "temperature"
    And the record verifies

  Scenario: One program at a time writes a record (Annex 11, 7.1; 21 CFR 11.10(a))
    Given a batch whose room is cleared
    When a second program opens the same folder
    Then it is refused with "open in another"

  Scenario: The log stands on a second medium (Annex 11, 16; Annex 11, 7.1)
    Given a batch of which every step is done
    When the log is copied to a second medium
    Then it is done

  Scenario: The rest of a batch goes on paper and is accounted for (Annex 11, 16; 21 CFR 11.10(f))
    Given a batch whose room is cleared
    When the rest of the batch is printed as a numbered form
    And everything is done on the screen after all
    And Sam declares production complete
    Then it is refused with "is not reconciled"
    When the form is accounted for
    And Sam declares production complete
    Then it is done
