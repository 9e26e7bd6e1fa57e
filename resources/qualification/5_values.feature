Feature: What somebody types, scans, weighs and counts

  Scenario Outline: A number that could mean two things is asked for again: <typed> (21 CFR 211.68(b); Annex 11, 5)
    Given a batch whose room is cleared
    When Maria records "<typed>" as the "temperature"
    Then it is refused with "<words>"
    And nothing stands as the "temperature"
    When Maria records "20.4" as the "temperature"
    Then it is done

    Examples:
      | typed | words           |
      | 20,4  | comma           |
      | NaN   | not a number    |
      | 20.44 | decimals        |
      |       | Enter a number  |

  Scenario: A value in another unit is not converted behind anybody's back (21 CFR 211.68(b); Annex 11, 5)
    Given a batch whose room is cleared
    When Maria records "68" in "degF" as the "temperature"
    Then it is refused with "°C"
    And nothing stands as the "temperature"

  Scenario: A double tap is one entry (Annex 11, 5)
    Given a batch whose room is cleared
    When Maria taps Record twice for the temperature "20.4"
    Then "20.4" stands as the "temperature"
    And the record has one entry more

  Scenario: Another batch's card is no card (21 CFR 211.105(a); Annex 11, 5)
    Given a batch that was issued
    When Maria records "B-0009" as the "batch card"
    Then it is refused with "B-0001"
    And the attempt "B-0009" is in the record

  Scenario: The identifiers of another patient stop the work (21 CFR 211.105(a); Annex 11, 5)
    Given a batch that was issued
    When Maria scans the patient "PAT-9999" at the machines
    Then it is refused with "STOP"
    And the attempt "PAT-9999" is in the record

  Scenario: Machines are in the batch record by their numbers (21 CFR 211.105(b); 21 CFR 211.188(b))
    Given a batch whose room is cleared
    Then "V-01" stands as the "vessel"
    And "S-01" stands as the "balance"
    When Sam makes a report
    Then the paper says "V-01"

  Scenario: Not less than the whole of the active substance (21 CFR 211.101(a))
    Given a batch whose room is cleared
    When Maria weighs "9.90" g of the active substance and no more
    Then an exception by the rule "quantity_out_of_limit" is open

  Scenario: A value out of its limits stands only by an exception that others assess (21 CFR 211.110; 21 CFR 211.100(b))
    Given a batch whose room is cleared
    When Maria records "27.0" as the "temperature"
    Then it is refused with "15.0 to 25.0"
    When Maria lets the temperature stand because "Door was open"
    Then "27.0" stands as the "temperature"
    When Quinn assesses every open exception
    Then 0 exceptions are open

  Scenario: Stirring that was too short is said at once (21 CFR 211.111)
    Given a batch whose room is cleared
    When Maria stirs for 2 minutes
    Then it is refused with "The shortest time is 0:05:00"

  Scenario: The program works out what follows from values (21 CFR 211.68(b); 21 CFR 211.103)
    Given a batch of which every step is done
    Then the program works out the strength as "10.00"
    And the program works out the mean of the weights as "100.00"
    And the program works out the yield as "100.0"

  Scenario: The yield has a second person's signature (21 CFR 211.103; Annex 11, 6)
    Given a batch of which every step is done
    Then the step "gained" has 1 valid signatures
    When Sam makes a report
    Then the paper says "Yield"
    And the paper says "100.0"

  Scenario: Labels that do not add up are not signed away (21 CFR 211.125)
    Given a batch whose room is cleared
    When everything is weighed, mixed and signed
    And "100" labels are issued, "90" used and "1" destroyed
    Then it is refused with "Label count is 8. The limit is 0 to 0"

  Scenario: A result out of its specification is kept and stops the certificate (21 CFR 211.134; 21 CFR 211.110)
    Given a batch whose room is cleared
    When everything is made and the sample is taken
    And Lara records "9.4" as the "pH"
    Then "9.4" stands as the "pH"
    And an exception by the rule "result_out_of_limit" is open
    When Petra decides "certified"
    Then it is refused with "is not reviewed"

  Scenario: What is seen as cloudy is not accepted (21 CFR 211.134)
    Given a batch whose room is cleared
    When Maria stirs for 20 minutes
    And Maria records "cloudy" as the "appearance"
    Then it is refused with "Cloudy"
    And the attempt "cloudy" is in the record

  Scenario: A value can be followed from batch to batch (21 CFR 211.180(e))
    Given a batch of which every step is done
    Then the temperature "20.4" can be followed from batch to batch with its limits

  Scenario: A master that contradicts itself is not taken (Annex 11, 5; 21 CFR 211.68(b))
    Given a batch that was issued
    When Al brings a master with a lower limit above the upper one
    Then it is refused with "alert_low"
