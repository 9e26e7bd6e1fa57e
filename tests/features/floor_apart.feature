Feature: Two stations of a floor that know nothing of each other for a while (floor-rules 2, 19)

  Background:
    Given a floor where everything is as it should be

  Scenario: A lot that two stations used up apart is an exception when they meet (floor-rules 2)
    Given a second station without contact
    When both stations take nearly all of lot L-1
    And their bundles meet
    Then quality finds "lot_overdrawn" in the way of release at both

  Scenario: A lot that quality rejected while another station was away (floor-rules 2, 19)
    Given a second station without contact
    When quality rejects lot L-1 and the other station weighs it
    And their bundles meet
    Then quality finds "lot_rejected" in the way of release at both
    And the other station cannot weigh it any more

  Scenario: A lot that is allocated to another station (architecture.md, "lease")
    Given a second station without contact
    And lot L-1 is allocated to the other station
    When Maria weighs lot L-1
    Then the sentence is "Room-13"
    And the attempt is kept and nothing is drawn

  Scenario: More than the station's part of a lot (architecture.md, "lease")
    Given a second station without contact
    And 5 g of lot L-1 are allocated to this station
    When Maria weighs lot L-1
    Then the sentence is "only 5 g are left"
    And the attempt is kept and nothing is drawn

  Scenario Outline: What a station last knew too long ago (floor-rules 19)
    Given a second station without contact
    And the lease for <what> has ended
    When it uses <thing>
    Then the sentence is "<sentence>"
    And an exception of <whom> lets it stand

    Examples:
      | what      | thing      | sentence                        | whom         |
      | lots      | a lot      | What Room-13 knows of lot L-1      | quality      |
      | equipment | the tubing | What Room-13 knows of T-01      | a supervisor |

  Scenario: A lot that was rejected as the station last knew is never used, stale or not (floor-rules 19)
    Given quality rejects lot L-1
    And a second station without contact
    And the lease for lots has ended
    When it uses a lot
    Then the sentence is "can never be used"

  Scenario Outline: One thing that two stations used for two batches (21 CFR 211.67, 211.105; EU GMP 5.19)
    Given a second station without contact
    When both stations use <thing>
    And their bundles meet
    Then quality finds "equipment_shared" in the way of release at both

    Examples:
      | thing          |
      | the tubing set |
      | the vessel     |

  Scenario: Nobody signs in on what a station last knew of people too long ago, and no right password is called wrong (floor-rules 8, 19)
    Given a second station without contact
    And the lease for people has ended
    When Maria signs in there 6 times
    Then the sentence is "What this station knows about people was good until"
    And Maria is not locked there

  Scenario: A lot released again at one station while quality puts it back at another (floor-rules 2; 21 CFR 211.84)
    Given a second station without contact
    When quality puts lot L-1 back at both stations and releases it again at the first one
    Then the first station can weigh it
    When their bundles meet
    Then neither station can weigh it
    And quality finds the lot in the way of release at the first one

  Scenario: A lot that was weighed before its move into the cold was known there (21 CFR 211.142, 211.150; EU GMP 5.7)
    Given lot L-1 is to be kept at 15-25 °C
    And a second station without contact
    When lot L-1 stands in the cold for an hour and the other station weighs it
    And their bundles meet
    Then quality finds "lot_out_of_storage" in the way of release there
    And the other station cannot weigh lot L-1, because "lot_out_of_storage"
    When the lot is brought back and quality judges the hour
    And their bundles meet
    Then quality finds nothing in the way of release there
