Feature: Faults of the floor that come in twos: what one block hides, another must still find (21 CFR 211 D-G; floor-rules 5, 10, 13, 19)
  A lot, a balance, a room and a person are each checked. Here two of them go wrong at once, or one after the other, or
  somebody lets one of them stand and the other one must not pass with it.

  Background:
    Given a floor where everything is as it should be

  Scenario Outline: An exception lets stand what it names, and nothing that hides behind it (floor-rules 10, 19; 21 CFR 211.192)
    Given hidden <fault>
    When <deed>
    And Maria documents that the drum was fuller
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | fault                                               | deed                            | sentence                         |
      | the balance is on hold                              | Maria weighs 13.00 g of lot L-1 | is on hold since          |
      | the balance was not checked today                   | Maria weighs 13.00 g of lot L-1 | was not checked today     |
      | container 1 was brought to room R-99                | Maria weighs 13.00 g of lot L-1 | was brought to R-99       |

  Scenario: A row that is corrected past the first lot to expire is raised, where the policy asks for a reason (21 CFR 211.150(a))
    Given a row of lot E-1 is weighed and the policy asks for the first lot
    When Maria corrects the row to lot L-2
    Then nothing is refused
    And an exception "corrected_past_first" is open
