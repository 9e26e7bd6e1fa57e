Feature: What somebody types or scans by mistake (21 CFR 11.10(f), 211.68(b); Annex 11, 5; floor-rules 10)
  A clear sentence says what is wrong, the step stays where it was, and nothing that was recorded before is lost.

  Background:
    Given a batch whose room is cleared

  Scenario Outline: A number is written in a way that could mean two things (Annex 11, 5)
    When Maria types "<typed>" as the temperature
    Then she reads "<sentence>"
    And nothing stands as the temperature
    And she can type "20.4" as the temperature

    Examples:
      | typed      | sentence                                       |
      | 20,4       | “20,4” has a comma. Write 20.4.                |
      | 1,5        | “1,5” has a comma. Write 1.5.                  |
      | 1e400      | is not a number. Use digits and a point.       |
      | NaN        | “NaN” is not a number. Use digits and a point. |
      | -Infinity  | is not a number. Use digits and a point.       |
      | ２０.４    | is not a number. Use digits and a point.       |
      | ٢٠         | is not a number. Use digits and a point.       |
      | 20.4.1     | is not a number. Use digits and a point.       |
      | 0x14       | is not a number. Use digits and a point.       |
      | 20 °C      | is not a number. Use digits and a point.       |
      | 20_4       | is not a number. Use digits and a point.       |
      | 20.44      | has more than 1 decimals                       |
      |            | Enter a number.                                |

  Scenario: A number as long as a book
    When Maria types a number of 100000 digits as the temperature
    Then she reads "is not a number"
    And nothing stands as the temperature

  Scenario Outline: A value in another unit is not converted behind anybody's back (211.186(b)(3))
    When Maria types "68" in "<unit>" as the temperature
    Then she reads "Temperature is recorded in °C"
    And nothing stands as the temperature

    Examples:
      | unit |
      | degF |
      | K    |
      | g    |

  Scenario Outline: A pasted control character goes nowhere (draft Annex 11, 12; ALCOA: legible)
    When Maria pastes "<pasted>" as the remark
    Then she reads "invisible character"
    And no remark is kept

    Examples:
      | pasted        |
      | fine\x00print |
      | a\x07b        |
      | a\u202eb      |
      | a\u200bb      |
      | a\x1b[31mb    |

  Scenario: A scan in the field of a number is no number (Annex 11, 5)
    When Maria types "]d2010400638133393110ABC" as the temperature
    Then she reads "is not a number"

  Scenario: The scan of something else is kept as an attempt and changes nothing (floor-rules 10)
    When Maria scans "RM-0002" on the batch card of a fresh batch
    Then she reads "was scanned, but B-0001 is needed"
    And the attempt "RM-0002" is in the record
    And she can scan "B-0001"

  Scenario: The identifier of another patient stops the work (FACT D7; Part IV)
    When Maria scans the patient "PAT-9999" at the machines of a fresh batch
    Then she reads "STOP."
    And the attempt "PAT-9999" is in the record

  Scenario: A double tap is one entry (ALCOA: original)
    When Maria taps Record twice for the temperature "20.4"
    Then one value stands as the temperature
    And the record has one entry more

  Scenario: An out-of-limit reading cannot be made to vanish (MHRA GxP 2018, 6.12)
    When Maria types "27.0" as the temperature
    Then she reads "The limit is 15.0 to 25.0"
    And the attempt "27.0" is in the record
    When Maria types "20.4" as the temperature
    Then an exception about a repeated reading is open

  Scenario: Whoever performed does not verify (211.101(c)-(d); floor-rules 5)
    When Maria signs as the one who verifies what she performed
    Then she reads "another person"
    And the step still waits for its second person

  Scenario: Five wrong passwords lock, and somebody on duty unlocks (11.300(d); draft 11.7)
    When somebody types 5 wrong passwords for Maria
    Then she reads "locked"
    And Maria cannot sign in
    When Sam, on duty, unlocks Maria
    Then Maria can sign in
    And every wrong password is an entry
