Feature: Work in a room that the record asks for (21 CFR 211.42(c), 211.67, 211.130(e), 211.182; EU GMP 5.44; floor-rules 5)
  The record of batch B-0003 asks for room R-13 of grade C. The room is qualified and clean, and the line clearance of the
  batch itself clears it. Each scenario breaks one thing; what blocks is said in words and kept as an attempt.

  Background:
    Given a floor where everything is as it should be
    And batch B-0003 asks for room R-13 of grade C

  Scenario: Cleared by the batch itself, used, and left clean
    Given Maria clears the line and John verifies it
    When Maria weighs in the room
    Then nothing is refused
    And the room is in use by batch B-0003
    And the use log of the room says "cleared_before, use_began"
    When Maria cleans the room after the work and John verifies it
    Then the room is clean
    And the use log of the room says "use_ended, cleaned"
    And the record verifies

  Scenario Outline: Nothing is used in a room that is not fit for it
    Given <fault>
    When Maria weighs in the room
    Then the sentence is "<sentence>"
    And the attempt in the room is kept

    Examples:
      | fault                                                     | sentence                                |
      | nobody cleared the line                                   | is not cleared for batch B-0003         |
      | Maria cleared the line and nobody verified it             | is not cleared for batch B-0003         |
      | the clearance by the batch found something                | is not cleared for batch B-0003         |
      | the room is cleared for another batch since               | is not cleared for batch B-0003         |
      | the room is cleared and waits too long                    | was clean until                         |
      | the room is cleared and maintained                        | is dirty since                          |
      | the room is cleared and put on hold                       | is on hold since                        |
      | the room is cleared and out of service                    | is out of service since                 |
      | the room is cleared and its grade is taken down           | is of grade D. This step needs grade C  |
      | the room is cleared and its needs are others              | is not qualified                        |
      | the room is cleared and another batch works in it         | in use by batch B-0002                  |

  Scenario Outline: Not even its preparation begins in a room that is the wrong one
    Given <fault>
    When Maria clears the line in the room
    Then the sentence is "<sentence>"
    And the attempt in the room is kept

    Examples:
      | fault                               | sentence                        |
      | the room is on hold                 | is on hold since                |
      | another batch works in room R-13    | in use by batch B-0002          |
      | the grade of the room is taken down | is of grade D                   |

  Scenario: The hand-over of a step to somebody who may not do it is blocked, and one for a later step is said
    Given Maria clears the line and John verifies it
    When Maria hands the weighing over to Lara
    Then the sentence is "Lara"
    When Maria hands the weighing over to John
    Then nothing is refused

  Scenario: A room above its action limit is named at its batch, however late the result (EU GMP Annex 1 9.14; 21 CFR 211.42(c)(10)(iv))
    Given Maria clears the line and John verifies it
    When Maria weighs in the room
    And a contact plate of the room shows 26 colonies three days later
    Then the record of batch B-0003 waits for quality with "Room The room (R-13): sample E-1 at Floor by the scale of"
    And a deviation about batch B-0003 proposes to look at batch B-0002, which came into the room after it
    And the record verifies
