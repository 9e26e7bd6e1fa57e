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

  Scenario Outline: Two things in a row that each look harmless (21 CFR 211 D-G; EU GMP 3, 5; floor-rules 3, 5, 13)
    Given one after the other <faults>
    When then <deed>
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | faults                                               | deed                                        | sentence                          |
      | the tubing set was taken off for another             | the first tubing set is put on again        | is for single use and was used    |
      | the tubing set is on                                 | the same tubing set is opened again         | is for single use and was used    |
      | nothing else                                         | a balance is named in small letters         | is not registered here            |
      | nothing else                                         | a room is named as the balance              | is of class room                  |
      | a row was weighed and the lot destroyed              | some of it comes back                       | Nothing is left of lot L-1        |
      | a row was weighed and the second balance held        | the next row is weighed on the second one   | (S-02) is on hold                 |
      | the second balance is on hold                        | tare comes from one balance, gross from it  | (S-02) is on hold                 |
      | the whole container went into a sample               | a row is weighed                            | only 0 g are left                 |
      | the container was counted empty                      | a row is weighed                            | only 0 g are left                 |
      | more was counted than the container came with        | a row is weighed                            | were counted in container 1       |
      | the vessel was put back and is dirty                 | the vessel is used again                    | is dirty since                    |
      | the vessel broke and was cleaned                     | the vessel is used again                    | is out of service                 |
      | a row of lot L-1 was weighed                         | some comes back as lot L-2                  | only 0 g of lot L-2               |
      | nothing else                                         | another material comes under the same number | is there already                 |
      | nothing else                                         | a container is received twice               | is named twice                    |
      | nothing else                                         | the check of the balance names a weight twice | has one reading twice           |
      | nothing else                                         | the identifiers of the patient change places | STOP                             |
      | nothing else                                         | Maria signs what John read                  | Everybody reads for themselves    |
      | nothing else                                         | the kit has the number, not the patient     | STOP                              |
      | nothing else                                         | the kit has the patient, not the number     | STOP                              |
      | John took Maria's place at the screen                | it is weighed in the name of Maria          | sign in                           |
      | the procedure has a new version                      | Maria signs the old one                     | is not in force                   |
      | lot L-2 was rejected                                 | it is joined with lot L-1 and weighed       | rejected                          |
      | the lot stood in the cold                            | a row is weighed                            | out of 15-25                      |
      | a part was split off in the cold                     | the part is weighed                         | out of 15-25                      |
      | the policy asks for a photograph                     | the room is cleared without one             | Take one and add it               |
      | the policy asks for a photograph                     | the vessel is cleaned without one           | Take one and add it               |

  Scenario: Where the policy asks for a photograph, a clearance and a cleaning with one are signed (EU GMP 5.44)
    Given one after the other the policy asks for a photograph
    When then the room and the vessel are tended with one
    Then nothing is refused

  Scenario: Tare and gross of one container on two balances are raised (21 CFR 211.68, 211.101(c))
    When then tare comes from one balance, gross from another
    Then an exception "two_balances" is open

  Scenario: Before anything is tried the step says what would refuse it (floor-rules 5, 19)
    Given one after the other the training of Maria is withdrawn
    Then the step says "Maria Chen"

  Scenario: What two people do at one screen stands under the name of each (21 CFR 11.10(d), 211.188(b)(11))
    When then Maria weighs and John goes on at the same screen
    Then the rows are Maria's and John's
