Feature: More faults of the floor, as others seed them: each is blocked or raised (21 CFR 211 D-G; EU GMP 3-6; floor-rules 3, 5, 10, 12-15)
  Found by people who did not write the rules: what changes between a scan and a weight, what a line of a balance
  really says, a container that is somewhere else, a lot whose parent comes into doubt, an hour that comes twice.

  Background:
    Given a floor where everything is as it should be

  Scenario Outline: What changed between the scan and the use (21 CFR 211.84, 211.87, 211.110(c); EU GMP 5.34, 5.66)
    Given meanwhile <fault>
    When somebody <deed>
    Then the sentence is "<sentence>"
    And the attempt is kept and nothing is drawn

    Examples:
      | fault                                                | deed                                | sentence                             |
      | the label is scanned and then quality rejects the lot | weighs lot L-1                     | can never be used                    |
      | quality takes the parent of L-2/A back               | weighs lot L-2/A                    | Quality put lot L-2 back             |
      | quality takes the parent of L-2/A/1 back             | weighs lot L-2/A/1                  | Quality put lot L-2 back             |
      | a result of the parent of L-2/A fails                | weighs lot L-2/A                    | Lot L-2 has a result that fails      |
      | an expired lot was joined with a good one            | weighs the good part of lot J-1     | Lot J-1 expired                      |
      | lot Z-1 expired yesterday                            | weighs lot Z-1 as of yesterday      | Lot Z-1 expired                      |
      | container 1 was brought to room R-99                 | weighs lot L-1                      | was brought to R-99                  |
      | all of lot L-1 was brought to room R-99              | weighs lot L-1                      | was brought to R-99                  |
      | nothing happened                                     | weighs lot L-1 and names no container | came in several containers: 1, 2   |
      | 10 g were weighed and 4 g of them spilled            | weighs 2.00 g more of container 1   | only 1.00 g are left                  |
      | the balance was moved this morning                   | weighs lot L-1                      | was not checked today                |
      | the balance got a new cell                           | weighs lot L-1                      | is not qualified                     |
      | the vessel V-05 was cleaned too late                 | uses vessel V-05                    | was cleaned too late                 |
      | the vessel V-05 is clean for exactly 72 hours        | uses vessel V-05                    | was clean until                      |
      | vessel V-01 is in use and V-05 is good               | takes V-05 without a word of V-01   | say how V-01 is left                 |
      | vessel V-01 was swapped for V-05                     | goes back to V-01                   | is dirty since                       |

  Scenario Outline: Weights that cannot be (21 CFR 211.68, 211.101(b), 211.160(b)(4))
    When somebody weighs with <weights>
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | weights                          | sentence                                   |
      | gross 505.00, tare 495.00        | 505.00 g is more than                      |
      | gross 5.00, tare -5.00           | does not weigh less than nothing           |
      | gross 9.00, net 10.00            | gross 9.00 is less than net 10.00          |
      | gross 20.00, tare 5.00, net 10.00 | gross less tare is 15.00, not 10.00       |

  Scenario Outline: A value that its own line of the balance does not say is raised at once (21 CFR 211.68(b); floor-rules 10)
    When the line "<line>" of the balance is recorded as 10.00 g
    Then an exception "reading_differs" is open

    Examples:
      | line               |
      | S S     12.34 g    |
      | S S     10.00 kg   |
      | S S     -10.00 g   |
      | I4 A "0011223344"  |
      | S I                |

  Scenario Outline: A line that says the value in another way raises nothing
    When the line "<line>" of the balance is recorded as 10.00 g
    Then no exception is open

    Examples:
      | line               |
      | S S     10.00 g    |
      | S S   10000.0 mg   |
      | N     +  10.00 g   |
      | S S     0.010000 kg |

  Scenario: One line of a balance does not weigh two containers (21 CFR 211.68, 211.101; floor-rules 10)
    When the same line of the same moment is recorded for two rows
    Then an exception "reading_taken_twice" is open

  Scenario Outline: An hour that comes twice at the end of summer time (21 CFR 211.137; ATMP 9; floor-rules 15)
    Given a lot that expires at "<expiry>" in autumn
    When it is weighed in autumn at "<moment>"
    Then the weighing in autumn is <outcome>

    Examples:
      | expiry                    | moment                    | outcome |
      | 2026-10-25T02:30:00+02:00 | 2026-10-25T02:29:00+02:00 | fine    |
      | 2026-10-25T02:30:00+02:00 | 2026-10-25T02:10:00+01:00 | expired |
      | 2026-10-25T02:30:00+01:00 | 2026-10-25T02:40:00+02:00 | fine    |
      | 2026-10-25T02:30:00+01:00 | 2026-10-25T02:31:00+01:00 | expired |
      | 2026-10-25                | 2026-10-25T23:59:00+01:00 | fine    |
      | 2026-10-25                | 2026-10-26T00:00:00+01:00 | expired |

  Scenario Outline: A step whose conditions change in the middle (21 CFR 211.25(a), 211.100(b); floor-rules 4, 5)
    Given meanwhile <fault>
    When somebody <deed>
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | fault                                                     | deed                             | sentence                    |
      | Maria weighed and then the procedure got a new version    | reads the filled weight          | is trained in version 1     |
      | Maria weighed by hand and the procedure changed for John  | verifies as John                 | John Doe is trained in version 1 |
      | the batch was put on hold                                 | weighs lot L-1                   | is on hold                  |
      | nothing happened                                          | reads the filled weight in kg    | recorded in g, not in kg    |
      | nothing happened                                          | reads the filled weight below zero | too little                |
      | the balance failed its calibration                        | returns it without a calibration | Have it calibrated          |
      | a new sample of lot L-1 was taken                         | gives lot L-1 the result of another lot's sample | no sample   |

  Scenario: A part of a lot whose parent came into doubt after it was used waits for quality (21 CFR 211.192; EU GMP 5.66)
    Given meanwhile a part of L-2 was weighed and then quality takes the parent of L-2/A back
    Then quality finds "lot_quarantined" in the way of release

  Scenario: Quality releases the part knowing of its parent, and it may be used
    Given meanwhile quality takes the parent of L-2/A back and releases the part
    When somebody weighs lot L-2/A
    Then nothing is refused

  Scenario: A label names its own batch, whatever is typed (21 CFR 211.125, 211.130)
    When a label is printed with batch "B-0002" typed
    Then the label says "B-0001"
