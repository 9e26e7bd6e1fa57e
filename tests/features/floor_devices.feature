Feature: Devices of the floor that do something else than their work (21 CFR 211.68; ux.md, "Hardware"; floor-rules 10)

  Scenario Outline: What a balance does instead of weighing (21 CFR 211.68; floor-rules 10)
    Given a balance over TCP that <trouble>
    When Maria reads the balance for the filled weight
    Then the attempt says "<why>"
    And no weight stands
    And the next reading of the mended balance is recorded

    Examples:
      | trouble                      | why                |
      | is overloaded                | device_overload    |
      | is below zero                | device_underload   |
      | never comes to rest          | device_unstable    |
      | sends garbage                | device_garbage     |
      | sends half a line            | device_half        |
      | does not answer              | device_silent      |
      | answers too late             | device_silent      |
      | is unplugged                 | device_unplugged   |
      | weighs in pounds             | device_unit        |
      | is another one               | device_other       |
      | sends without end            | device_garbage     |

  Scenario: In the window a balance is pulled out, and the next reading goes on (ux.md, "Hardware")
    Given the window of a floor with a balance over TCP
    When the balance is pulled out and Maria presses "Read balance"
    Then the window says that it is unplugged and keeps the attempt
    When it is plugged in and Maria presses "Read balance"
    Then the weight is in the field

  Scenario Outline: In the window a scan that is not certain goes nowhere (ux.md, "Hardware"; 21 CFR 211.68)
    Given the window of a floor with a balance over TCP
    When a scanner types "<scan>"
    Then the window says "<words>"
    And no field has the scan

    Examples:
      | scan                                       | words      |
      | 010950600013435210LOT-7                    | AIM        |
      | ]C1010950600013435210LOT-7                 | real       |
      | ]d2010950600013435210LOT-7                 | real       |
      | NOT REAL PRACTICE L-1                      | practice   |
