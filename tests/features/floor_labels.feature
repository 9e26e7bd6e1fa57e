Feature: Labels that are wrong, missing or too many (21 CFR 211.122-211.130; EU GMP 5.52-5.59)

  Background:
    Given a floor where everything is as it should be

  Scenario Outline: A label template that would print something else than it should (21 CFR 211.122, 211.125, 211.130; Annex VI)
    When Al writes a label <with>
    Then the sentence is "<sentence>"
    And no such template is kept

    Examples:
      | with                              | sentence    |
      | whose text does not fit           | fit         |
      | whose code does not fit           | over the edge |
      | with a text outside its edge      | over the edge |
      | with two elements of one name     | name        |
      | with a field nobody knows         | is nothing that can be filled in |
      | without any text                  | text        |
      | of less than nothing in size      | width       |
      | that is no document               | This is no label template |

  Scenario Outline: A label that is not printed as it should be (21 CFR 211.125, 211.130; EU GMP 5.52-5.59)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And no label came out

    Examples:
      | fault                                 | deed                                      | sentence                |
      | nothing is wrong so far               | Maria prints a label with a field missing | gtin                    |
      | nothing is wrong so far               | Maria prints a label with a wrong check digit | check digit         |
      | nothing is wrong so far               | Maria prints eleven labels                | 10                      |
      | nothing is wrong so far               | Maria prints no label                     | 0                       |
      | nothing is wrong so far               | Maria prints less than no label           | 0                       |
      | nothing is wrong so far               | Maria prints a million labels             | 100                     |
      | nothing is wrong so far               | Maria prints a label with letters in its number | 0950600013435X    |
      | nothing is wrong so far               | Maria prints a label of another job       | LP-099                  |
      | nothing is wrong so far               | Sam issues 0 labels                       | 100000                  |
      | nothing is wrong so far               | Sam issues -5 labels                      | 100000                  |
      | nothing is wrong so far               | Sam issues 999999999 labels               | 100000                  |
      | the template is withdrawn             | Maria prints a label                      | force                   |
      | the printer died between print and confirmation | Maria prints a label            | LP-001                  |
      | nothing is wrong so far               | Maria issues 5 labels                      | one of these roles      |

  Scenario Outline: A printer that dies leaves the question what came out (21 CFR 211.125(a), (c))
    When a printer <dies> with two labels of Maria
    Then the job is <state>
    And after a new start of the program it still is
    And the batch cannot be completed or reviewed before somebody answers

    Examples:
      | dies                         | state   |
      | dies while it prints         | unknown |
      | dies before it confirms      | unknown |
      | runs out of labels           | unknown |

  Scenario: A label is printed again only with a reason (21 CFR 211.125(a); EU GMP 5.56)
    Given three labels came out of the printer
    When Maria prints a label again without a reason
    Then the sentence is "Say why the labels of LP-001 are printed again"

  Scenario Outline: Counts of labels that do not add up (21 CFR 211.125(c); EU GMP 5.57)
    Given three labels came out of the printer
    When Maria counts <issued> issued, <used> used, <damaged> damaged and <destroyed> destroyed
    Then something is refused
    And an exception "labels_unreconciled" is open
    And release waits for it

    Examples:
      | issued | used | damaged | destroyed |
      | 3      | 1    | 1       | 0         |
      | 3      | 4    | 0       | 0         |
      | 2      | 2    | 0       | 0         |
      | 5000   | 5000 | 0       | 0         |

  Scenario Outline: Counts that are none (21 CFR 211.125(c))
    When Maria counts <issued> issued, <used> used, <damaged> damaged and <destroyed> destroyed
    Then something is refused
    And nothing is counted

    Examples:
      | issued | used | damaged | destroyed |
      | 10     | -1   | 11      | 0         |
      | 10.5   | 10.5 | 0       | 0         |
      | ten    | 10   | 0       | 0         |
      | 1e-1   | 1e-1 | 0       | 0         |

  Scenario: The second counter is another person (21 CFR 211.125(c))
    Given Maria counted ten labels
    When Maria verifies her own count
    Then the sentence is "Another person must sign"

  Scenario: A count that is corrected to another number than was printed (21 CFR 211.125(c))
    Given three labels came out of the printer
    And Maria counted three labels
    When Maria corrects the count to two
    Then an exception "labels_unreconciled" is open

  Scenario: Labels printed elsewhere count when two people counted the same (21 CFR 211.122, 211.125; EU GMP 5.56)
    Given Maria takes in 500 labels of delivery D-1
    When Maria counts 500 issued, 500 used, 0 damaged and 0 destroyed
    Then the sentence is "two people have not counted delivery D-1 alike"
    And nothing is counted
    When Maria counts the delivery to 500
    Then the sentence is "Another person must sign"
    When John counts the delivery to 500
    Then nothing is refused
    When Maria counts 490 issued, 490 used, 0 damaged and 0 destroyed
    Then the sentence is "490 labels are counted as issued, but 500"
    And release waits for it

  Scenario: Two people who count a delivery differently are an exception, and it waits (21 CFR 211.122(a), 211.125(c))
    Given Maria takes in 500 labels of delivery D-1
    When John counts the delivery to 498
    Then an exception "delivery_differs" is open
    When Maria counts 498 issued, 498 used, 0 damaged and 0 destroyed
    Then the sentence is "two people have not counted delivery D-1 alike"
    When Maria takes in 498 labels of delivery D-1 without a reason
    Then the sentence is "reason"
    When Maria takes in 498 labels of delivery D-1 again
    And John counts the delivery to 498
    Then nothing is refused

  Scenario Outline: A delivery that is none
    When Maria takes in <labels> labels of delivery <delivery>
    Then something is refused

    Examples:
      | labels | delivery |
      | 0      | D-1      |
      | -5     | D-1      |
      | 999999 | D-1      |
      | 10     |          |

  Scenario: What was printed here and what was delivered add up (21 CFR 211.125(c))
    Given three labels came out of the printer
    And Maria takes in 500 labels of delivery D-1
    And John counts the delivery to 500
    When Maria counts 500 issued, 500 used, 0 damaged and 0 destroyed
    Then the sentence is "500 labels are counted as issued, but 503"

  Scenario: A delivery that comes after the count is raised (21 CFR 211.125(c))
    Given Maria counted ten labels
    And Maria takes in 5 labels of delivery D-1
    When John counts the delivery to 5
    Then an exception "labels_unreconciled" is open

  Scenario: Where the policy asks for it, labels that nobody printed or took in are not counted (21 CFR 211.122, 211.125)
    Given the policy asks where labels come from
    When Maria counts 10 issued, 10 used, 0 damaged and 0 destroyed
    Then the sentence is "no labels were printed or delivered here"
    And nothing is counted

  Scenario: Labels printed without a specimen are named at review (21 CFR 211.125(a), 211.188(b)(8))
    Given three labels came out of the printer
    Then the review names "specimen_missing"

  Scenario: A container whose label says what its row said before it was corrected (21 CFR 211.101(b), 211.130(b))
    Given a container of 10.00 g was weighed and labelled
    When Maria corrects its row to 9.00 g
    Then the review names "label_outdated"
    When the container is labelled again
    Then the review does not name "label_outdated"
