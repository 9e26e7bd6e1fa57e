Feature: Faults of the floor: each is blocked or raised, none passes silently (21 CFR 211 D-G; EU GMP 3-6; floor-rules 3, 5, 10, 12-14, 19)
  A floor where everything is as it should be: two released lots, two balances, a vessel, a room, a tubing set, trained
  people, ten labels. Each scenario breaks one thing. What blocks is said in words, kept as an attempt, and moves nothing.

  Background:
    Given a floor where everything is as it should be

  Scenario: Without a fault nothing stands in the way
    When Maria weighs lot L-1
    Then nothing is refused
    And 21 g are left of lot L-1
    When Maria uses the vessel
    Then nothing is refused
    When Maria uses the tubing set
    Then nothing is refused
    When Maria uses the room
    Then nothing is refused
    And no exception is open

  Scenario Outline: A lot that may not be used is blocked where it is used (21 CFR 211.84(a), (d), 211.110(c); EU GMP 5.34)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And the attempt is kept and nothing is drawn

    Examples:
      | fault                                             | deed                                    | sentence                                          |
      | nothing is wrong so far                           | Maria weighs lot L-9                    | Lot L-9 of RM-0001 is not known                   |
      | nothing is wrong so far                           | Maria weighs lot C-1                    | Lot C-1 is RM-0002. This step needs             |
      | nothing is wrong so far                           | Maria weighs container 3 of lot L-1     | Lot L-1 has no container 3                        |
      | lot N-1 was received only                         | Maria weighs lot N-1                    | Lot N-1 has been in quarantine since              |
      | quality puts lot L-1 back into quarantine         | Maria weighs lot L-1                    | Quality put lot L-1 back into quarantine          |
      | quality rejects lot L-1                           | Maria weighs lot L-1                    | can never be used                                 |
      | quality rejects lot L-1                           | Maria types a weight of lot L-1         | can never be used                                 |
      | a result of lot L-1 fails after its release       | Maria weighs lot L-1                    | Assay                                             |
      | lot L-1 is destroyed                              | Maria weighs lot L-1                    | Nothing is left of lot L-1                            |
      | lot L-2 is split twice and then rejected          | Maria weighs lot L-2/A                  | Lot L-2 was rejected                              |
      | lot L-2 is split twice and then rejected          | Maria weighs lot L-2/A/1                | Lot L-2 was rejected                              |
      | the retest date of lot R-1 has passed             | Maria weighs lot R-1                    | The retest of lot R-1 was due                        |
      | lot L-3 has no assay                              | Maria weighs lot L-3                    | has no checked assay                          |
      | quality disqualifies the supplier                 | Maria weighs lot L-1                    | Acme Fine Chemicals                               |
      | quality suspends the supplier                     | Maria weighs lot L-1                    | Acme Fine Chemicals                               |
      | the qualification of the supplier has lapsed      | Maria weighs lot L-1                    | Acme Fine Chemicals                               |
      | the supplier may deliver another material only    | Maria weighs lot L-1                    | Acme Fine Chemicals                               |
      | lot L-1 is joined into another                    | Maria weighs lot L-1                    | Nothing is left of lot L-1                                     |

  Scenario Outline: More than there is, or in another measure (21 CFR 211.101(b)-(c), 211.184)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And the attempt is kept and nothing is drawn

    Examples:
      | fault                                   | deed                                           | sentence                                            |
      | nothing is wrong so far                 | Maria weighs 13.00 g of lot L-1                | only 11 g are left                                  |
      | container 1 of lot L-1 is empty         | Maria weighs 1.00 g of lot L-1                 | only 0 g are left                                   |
      | another batch emptied container 1       | Maria weighs 1.00 g of lot L-1                 | only 0 g are left                                   |
      | 10.00 g of lot L-1 are weighed          | Maria brings back 10.01 g of lot L-1           | only 10.00 g of lot L-1, container 1, were taken    |
      | 10.00 g of lot L-1 are weighed          | Maria brings 9.00 g back into container 2      | container 2, were taken, so 9.00 g cannot come back |
      | 10.00 g of lot L-1 are weighed          | Maria spills 10.01 g of lot L-1                | only 10.00 g of lot L-1, container 1, were taken    |
      | nothing is wrong so far                 | Maria brings back 1.00 g of lot L-1            | only 0 g of lot L-1                                 |
      | nothing is wrong so far                 | Maria weighs 5.00 mL of a lot kept in g        | mL cannot be turned exactly into g                  |
      | nothing is wrong so far                 | Maria weighs lot L-1 with another expiry       | expires on 2027-06-30, not 2027-07-01               |
      | nothing is wrong so far                 | Maria weighs lot L-1 with another assay        | is 99.5 %, not 101.0 %                              |

  Scenario Outline: A weight that is none (21 CFR 211.68(b), 211.101; Annex 11, 5)
    When Maria weighs <net> g of lot L-1
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | net                              | sentence               |
      | 0                                | not above zero         |
      | 0.00                             | not above zero         |
      | -5.00                            | not above zero         |
      | 10,00                            | has a comma            |
      | 1e400                            | is not a number        |
      | NaN                              | is not a number        |
      | ١٠                               | is not a number        |
      | 10.001                           | more than 2 decimals   |
      | 99999999999999999999999999999999 | is not a number        |
      | 1e-9                             | more than 2 decimals   |
      | 1.0001e1                         | more than 2 decimals   |

  Scenario Outline: A lot number that is none is refused in words and kept (21 CFR 211.68(b); ALCOA: legible)
    When Maria scans "<lot>" as the lot
    Then something is refused
    And nothing is drawn

    Examples:
      | lot              |
      | l-1              |
      | L‑1              |
      | L-1\x00          |
      | L-1/../../site   |
      | '; drop table    |
      | \u202eL-1        |
      | batch/B-0001     |
      | %s%n             |

  Scenario Outline: A good lot to the very second, a bad one a second later, on both sides of a border of zones (21 CFR 211.137; ATMP 9)
    Given lot Z-1 expires at "<expiry>"
    When Maria weighs it <seconds> seconds from "2026-05-05T14:00:00+02:00"
    Then the weighing is <outcome>

    Examples:
      | expiry                    | seconds | outcome |
      | 2026-05-05T14:00:00+02:00 | 0       | fine    |
      | 2026-05-05T14:00:00+02:00 | 1       | expired |
      | 2026-05-05T21:00:00+09:00 | 0       | fine    |
      | 2026-05-05T21:00:00+09:00 | 1       | expired |
      | 2026-05-05T12:00:00Z      | 1       | expired |
      | 2026-05-05T07:00:00-05:00 | 0       | fine    |
      | 2026-05-05T07:00:00-05:00 | 1       | expired |
      | 2026-05-05                | 35999   | fine    |
      | 2026-05-05                | 36000   | expired |

  Scenario Outline: A balance that may not weigh this now (21 CFR 211.68(a), 211.160(b)(4), 211.194(d); EU GMP 3.41)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And the attempt is kept and nothing is drawn

    Examples:
      | fault                                               | deed                                    | sentence                             |
      | it is the next morning                              | Maria weighs lot L-1                    | was not checked today                |
      | the balance fails its daily check                   | Maria weighs lot L-1                    | failed its daily check               |
      | the balance fails its daily check and passes after  | Maria weighs lot L-1                    | quality lifts the hold               |
      | the calibration of the balance ran out yesterday    | Maria weighs lot L-1                    | was calibrated until the end of                         |
      | the balance fails its calibration                   | Maria weighs lot L-1                    | failed its calibration               |
      | the balance fails its calibration and passes after  | Maria weighs lot L-1                    | quality returns it to service        |
      | the balance is out of service                       | Maria weighs lot L-1                    | out of service                       |
      | the balance is on hold                              | Maria weighs lot L-1                    | on hold                              |
      | the balance has other limits since this morning     | Maria weighs lot L-1                    | qualified                            |
      | nothing is wrong so far                             | Maria weighs 0.50 g of lot L-1          | is too little                        |
      | nothing is wrong so far                             | Maria weighs 501.00 g on the balance    | is more than                         |
      | nothing is wrong so far                             | a vessel says that it weighed lot L-1   | is of class vessel                   |
      | only registered things may be used                  | an unknown balance weighs lot L-1       | S-99                                 |
      | only registered things may be used                  | a reading without a device arrives      | does not say which device it came    |

  Scenario Outline: A vessel, a tubing set or a room that may not be used (21 CFR 211.42, 211.63-211.67, 211.105, 211.182; EU GMP 5.44)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And the attempt is kept and nothing is drawn

    Examples:
      | fault                                              | deed                            | sentence                                  |
      | the vessel was used by another batch               | Maria uses the vessel           | in use by batch B-0002                    |
      | the vessel was used and not cleaned                | Maria uses the vessel           | is dirty since                            |
      | the vessel waited too long after its cleaning      | Maria uses the vessel           | clean                                     |
      | quality has not qualified vessel V-02              | Maria uses vessel V-02          | qualified                                 |
      | vessel V-03 was never cleaned                      | Maria uses vessel V-03          | was not cleaned yet                       |
      | the vessel is on hold                              | Maria uses the vessel           | on hold                                   |
      | only registered things may be used                 | Maria uses vessel V-99          | V-99                                      |
      | nothing is wrong so far                            | Maria uses the room as vessel   | is of class room                          |
      | nothing is wrong so far                            | Maria uses the tubing as vessel | is of class tubing_set                    |
      | the tubing set was used by another batch           | Maria uses the tubing set       | was used by batch B-0002                  |
      | the tubing set was used and put away               | Maria uses the tubing set       | was used by batch B-0002                  |
      | tubing set T-02 has no integrity test              | Maria uses tubing set T-02      | integrity                                 |
      | tubing set T-02 fails its integrity test           | Maria uses tubing set T-02      | integrity                                 |
      | tubing set T-02 fails its test and passes after    | Maria uses tubing set T-02      | integrity                                 |
      | the room is cleared for another batch              | Maria uses the room             | is not cleared for batch B-0001           |
      | the clearance of the room found something          | Maria uses the room             | is not cleared for batch B-0001           |
      | another batch works in the room                    | Maria uses the room             | in use by batch B-0002                    |

  Scenario Outline: Somebody who may not do this (21 CFR 211.25(a), 211.101(c)-(d), 211.188(b)(11); EU GMP 2.10-2.14; floor-rules 4, 5)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | fault                                       | deed                                        | sentence                                   |
      | the training of Maria ran out               | Maria weighs lot L-1                        | ended on                                   |
      | a new version of the procedure is in force  | Maria weighs lot L-1                        | is trained in version 1                    |
      | the training of Maria is withdrawn          | Maria weighs lot L-1                        | Maria Chen                                 |
      | the procedure is withdrawn                  | Maria weighs lot L-1                        | was withdrawn                              |
      | a procedure asks for a trainer's word       | Maria weighs lot L-1                        | confirm                                    |
      | nothing is wrong so far                     | Lara of the laboratory weighs lot L-1       | This needs one of these roles              |
      | nothing is wrong so far                     | Anna the administrator weighs lot L-1       | This needs one of these roles              |
      | nothing is wrong so far                     | Quinn of quality weighs lot L-1             | This needs one of these roles              |
      | Maria typed a weight of lot L-1             | Maria verifies her own weighing             | Another person must sign                   |
      | Maria typed a weight of lot L-1             | Maria signs the step without a second       | second                                     |
      | John is not trained                         | John verifies the weighing of Maria         | John Doe                                   |
      | nothing is wrong so far                     | Maria cleans and checks the vessel herself  | another person                             |
      | nothing is wrong so far                     | Maria clears and checks the room herself    | another person                             |
      | nothing is wrong so far                     | Quinn qualifies what she registered         | another person                             |
      | nothing is wrong so far                     | Maria confirms her own training             | This needs one of these roles              |

  Scenario Outline: A scan of something else (21 CFR 211.68, 211.80(d), 211.130; ATMP 10.13; EU GMP 5.29)
    When <deed>
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | deed                                                    | sentence                  |
      | Maria scans the card of batch B-0002                    | B-0002                    |
      | Maria scans the label of another material               | RM-0002                   |
      | Maria scans another patient                             | PAT-9999                  |
      | Maria scans another collection                          | COL-9999                  |
      | Maria scans patient and collection the wrong way round  | COL-0815                  |
      | Maria scans only one of two identifiers                 | nothing was scanned       |
      | a GS1 code arrives without its separator                | separator                 |
      | a GS1 code arrives without its identifier               | identifier                |
      | a GS1 code arrives with a wrong check digit             | check digit               |
      | a label of a real store is scanned in practice          | real                      |
      | a label of a practice store is scanned in production    | practice                  |
      | a GS1 code arrives with a day that is none | is not made as GS1 says                     |

  Scenario Outline: What the laboratory and quality may not say of a lot (21 CFR 211.22, 211.84-211.89, 211.137, 211.160; EU GMP 5.35, 6.7)
    Given <fault>
    When <deed>
    Then the sentence is "<sentence>"
    And nothing is drawn

    Examples:
      | fault                                       | deed                                          | sentence                                 |
      | Robin of quality received lot N-1           | Robin releases lot N-1                        | received                                 |
      | Robin of quality tested lot N-1             | Robin releases lot N-1                        | tested                                   |
      | lot N-1 was received only                   | quality releases lot N-1                      | Assay, Water                             |
      | lot N-1 has results that nobody checked     | quality releases lot N-1                      | check                                    |
      | lot N-1 has results that nobody checked     | Lara checks her own results of lot N-1        | Lara Lab                                 |
      | a result of lot N-1 fails                   | quality releases lot N-1                      | Results of lot N-1 fail: Assay           |
      | lot N-1 failed and passed in a second test  | quality releases lot N-1                      | Results of lot N-1 fail: Assay           |
      | lot N-1 failed and passed in a second test  | Maria splits lot N-1                          | Results of lot N-1 fail: Assay           |
      | quality rejects lot L-1                     | quality releases lot L-1                      | can never be used                        |
      | quality rejects lot L-1                     | quality puts the rejected lot in quarantine   | can never be used                        |
      | quality rejects lot L-1                     | Maria splits lot L-1                          | can never be used                        |
      | quality rejects lot L-1                     | Maria joins lots L-1 and L-2                  | can never be used                        |
      | nothing is wrong so far                     | quality extends the retest without results    | Assay                                    |
      | lot L-1 was tested again                    | quality extends the retest beyond the expiry  | 2027-06-30                               |
      | nothing is wrong so far                     | Maria receives lot L-1 with a later expiry    | L-1                                      |
      | nothing is wrong so far                     | Maria receives a lot that expires on no day   | 2026-02-30                               |
      | nothing is wrong so far                     | Lara samples more than there is               | is more than there is in container 1     |
      | nothing is wrong so far                     | Maria returns more to the store than was drawn | was drawn from container 1              |
      | nothing is wrong so far                     | Maria spills more in the store than there is  | is more than there is in container 1     |
      | nothing is wrong so far                     | Maria counts another quantity without a reason | L-1                                     |
      | nothing is wrong so far                     | Maria counts more than container 1 came with  | A second person counts too               |
      | nothing is wrong so far                     | Maria counts more and counts it again herself | another person                           |
      | two people counted 13 g in container 1 of lot L-1 | Maria weighs lot L-1                    | which came with 12 g                     |
      | no certificate of lot N-1 may replace a test | Lara takes over a certificate                | No certificate may replace               |
      | certificates may replace the water of lot N-1 | Lara takes over a certificate               | Nobody has compared the results          |
      | lot N-1 has a certificate and no own test   | quality releases lot N-1                      | Assay                                    |
      | nothing is wrong so far                     | quality allows certificates for every test    | at least one own test                    |
      | nothing is wrong so far                     | Maria destroys and witnesses                  | another person                           |
      | nothing is wrong so far                     | Sam allocates to a station nobody knows       | Room-99                                  |
      | nothing is wrong so far                     | Sam allocates more than there is              | is more than is free of lot L-1                   |
      | nothing is wrong so far                     | Maria receives a lot with no container        | container                                |
      | nothing is wrong so far                     | Maria receives one container twice            | container                                |
      | nothing is wrong so far                     | Maria receives 5000 containers                | 500                                      |
      | nothing is wrong so far                     | Maria receives a lot that never expires       | 9999-12-31                               |
      | nothing is wrong so far                     | Maria receives a lot from the year one        | 0001-01-01                               |
      | nothing is wrong so far                     | Maria receives lot Ｌ-1 in wide letters       | Ｌ-1                                     |
      | nothing is wrong so far                     | Lara calibrates until the end of time         | 9999-12-31                               |
      | nothing is wrong so far                     | Maria gives one reading of the check twice    | twice                                    |
      | nothing is wrong so far                     | Maria answers one line of the clearance twice | checklist                                |
      | nothing is wrong so far                     | Quinn qualifies the supplier to the end of time | 9999-12-31                             |
      | nothing is wrong so far                     | Maria receives a lot of less than nothing     | above zero                               |

  Scenario: A calibration that ends in the middle of a batch is an exception at the next use (21 CFR 211.68(a), 211.160(b)(4))
    Given Maria weighed with a balance whose calibration ends that day
    When Maria weighs again two days later
    Then the sentence is "was calibrated until the end of"
    And an exception "calibration_lapsed" is open
    And nothing is drawn

  Scenario: A calibration that fails afterwards names the batch (21 CFR 211.68(a), 211.192)
    Given 10.00 g of lot L-1 are weighed
    And the balance fails its calibration
    Then quality finds "calibration_failed" in the way of release

  Scenario: A lot whose parent is rejected after it was used (21 CFR 211.192; EU GMP 5.66)
    Given a part of lot L-2 is weighed and lot L-2 is rejected
    Then quality finds "lot_rejected" in the way of release

  Scenario: A lot that fails after it was used (21 CFR 211.165(f), 211.192)
    Given 10.00 g of lot L-1 are weighed
    And a result of lot L-1 fails after its release
    Then quality finds "lot_quarantined" in the way of release

  Scenario: A tubing set that fails its test after it was used (EU GMP Annex 1, 8.87)
    Given Maria uses the tubing set and it fails its test afterwards
    Then quality finds "integrity_failed" in the way of release

  Scenario: A correction of the lot number moves the draw (21 CFR 211.184(c); floor-rules 13)
    Given 10.00 g of lot L-1 are weighed
    When Maria corrects the row to lot L-2
    Then nothing is refused
    And 31 g are left of lot L-1
    And 129 g are left of lot L-2
    And the record verifies

  Scenario Outline: A correction that tells of something that may not be is raised or refused (21 CFR 211.192; Annex 11, 9)
    Given 10.00 g of lot L-1 are weighed
    And <fault>
    When <deed>
    Then <what follows>

    Examples:
      | fault                        | deed                                          | what follows                                  |
      | quality rejects lot L-2      | Maria corrects the row to lot L-2             | an exception "corrected_to_blocked" is open   |
      | nothing is wrong so far      | Maria corrects the row to 13.00 g             | an exception "corrected_to_blocked" is open   |
      | 9.00 g came back             | Maria corrects the row to 1.00 g              | an exception "corrected_to_blocked" is open   |
      | 9.00 g came back             | Maria withdraws the row                       | an exception "corrected_to_blocked" is open   |
      | nothing is wrong so far      | Maria corrects the row to lot C-1             | the sentence is "is RM-0002"               |
      | nothing is wrong so far      | Maria corrects the row to lot L-9             | the sentence is "is not known"                |
      | nothing is wrong so far      | Maria corrects the row without a reason       | the sentence is "reason"                      |

  Scenario Outline: A reading that is older or younger than it can be (21 CFR 211.68; floor-rules 15)
    When a reading of <when> is recorded
    Then an exception "reading_old" is open

    Examples:
      | when                      |
      | 2026-05-04T10:00:00+02:00 |
      | 2027-05-04T11:00:00+02:00 |
      | yesterday                 |
      | 2026-05-04T11:00:00       |

  Scenario: A weight by hand is an exception and needs a second person (21 CFR 211.68, 211.101(c))
    When Maria types a weight of lot L-1
    Then nothing is refused
    And an exception "manual_reading" is open
    When Maria signs the step without a second
    Then something is refused

  Scenario: A lot that is drawn beyond its end stands only with an exception (floor-rules 2, 10)
    When Maria weighs 13.00 g of lot L-1
    Then the sentence is "only 11 g are left"
    When Maria documents that the drum was fuller
    Then nothing is refused
    And quality has to decide an exception
    And 18 g are left of lot L-1

  Scenario: Another lot than the first to expire is taken only with a reason, where the policy asks for one (21 CFR 211.150(a))
    Given the policy asks why another lot than the first is taken
    When Maria weighs lot L-1
    Then the sentence is "lot E-1 is over before lot L-1, on 2026-12-31"
    And the attempt is kept and nothing is drawn
    When Maria documents that the drum was fuller
    Then nothing is refused
    And 21 g are left of lot L-1

  Scenario: A lot that may not be used comes before none (21 CFR 211.84)
    Given the policy asks why, and the first lot is blocked
    When Maria weighs lot L-1
    Then nothing is refused

  Scenario: A rejected lot stands with no exception (floor-rules 19)
    Given quality rejects lot L-1
    When Maria weighs lot L-1
    And Maria documents that the drum was fuller
    Then the sentence is "never"
    And nothing is drawn
