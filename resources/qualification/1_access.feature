Feature: Who gets in, and who may do what

  Scenario: A wrong password opens nothing (21 CFR 11.10(d); Annex 11, 12.1)
    Given the people of a plant
    When Maria tries a wrong password
    Then it is refused with "password"
    And nobody is signed in
    When Maria signs in
    Then Maria is signed in

  Scenario: Nothing is recorded for somebody who is not signed in (21 CFR 11.10(d); 21 CFR 11.10(g))
    Given a batch that was issued
    When a value is recorded for Maria while nobody is signed in
    Then it is refused with "sign in"

  Scenario: Whoever left the firm gets in no more (21 CFR 11.10(d); Annex 11, 12.1)
    Given the people of a plant
    When the administrator ends the access of Maria and quality signs
    Then it is done
    When Maria signs in
    Then it is refused with "deactivated"
    And nobody is signed in

  Scenario: One person at a time stands at a terminal (21 CFR 11.10(d); Annex 11, 12.1)
    Given a batch that was issued
    When Maria signs in
    And John signs in
    Then John is signed in
    When Maria adds a remark
    Then it is refused with "sign in"

  Scenario: A terminal that is left alone locks (21 CFR 11.10(d); Annex 11, 12.1)
    Given a batch that was issued
    When Maria signs in
    And the terminal is left alone until it locks
    Then nobody is signed in
    When Maria adds a remark
    Then it is refused with "sign in"

  Scenario: An id is never given to another person (21 CFR 11.100(a); 21 CFR 11.300(a))
    Given the people of a plant
    When the administrator enrols another person under the id "mchen"
    Then it is refused with "Ids are never used again"

  Scenario: Not even the id of somebody who left (21 CFR 11.100(a))
    Given the people of a plant
    When the administrator ends the access of Maria and quality signs
    And the administrator enrols another person under the id "mchen"
    Then it is refused with "Ids are never used again"

  Scenario: A badge belongs to one person only (21 CFR 11.300(a))
    Given the people of a plant
    When the administrator enrols Nora with the badge of Maria
    Then it is refused with "has this badge"

  Scenario: Whose identity was checked, by whom, by what (21 CFR 11.100(b))
    Given the people of a plant
    Then the record says who checked the identity of Maria and by what

  Scenario: Nobody works before the signature is acknowledged as binding (21 CFR 11.10(j))
    Given a batch that was issued
    When the administrator enrols Nora with a password of her own
    And Nora signs a step before she has acknowledged her signature
    Then it is refused with "acknowledge"

  Scenario: A temporary password opens only the choice of an own one (21 CFR 11.200(a)(3); 21 CFR 11.300(b))
    Given a batch that was issued
    When Maria is given a temporary password by Sam and quality
    Then it is done
    When Maria signs in with it and records a value
    Then it is refused with "password"
    When Maria chooses a password of the own
    Then it is done

  Scenario: A password that is too short is not taken (21 CFR 11.300(b); Annex 11, 12.1)
    Given the people of a plant
    When Maria chooses a password of seven characters
    Then it is refused with "at least 12 characters"

  Scenario: A lost badge is withdrawn at once (21 CFR 11.300(c))
    Given the people of a plant
    When the administrator withdraws the lost badge of Maria
    Then it is done
    And the badge of Maria opens nothing
    And the audit trail has "people.badge-changed"

  Scenario: Wrong passwords are recorded, lock, and somebody on duty unlocks (21 CFR 11.300(d))
    Given the people of a plant
    When somebody types 5 wrong passwords for Maria
    Then it is refused with "locked"
    And the audit trail has "station.sign-in-failed" 5 times or more
    When Maria signs in
    Then it is refused with "locked"
    When Sam unlocks Maria
    Then it is done
    When Maria signs in
    Then Maria is signed in

  Scenario: Rights that are given or taken stand in the record with who and why (Annex 11, 12.3)
    Given the people of a plant
    When the administrator gives Maria the role of laboratory and quality signs
    Then it is done
    And the newest "people.rights-changed" of the audit trail names Anna

  Scenario: Rights that were taken hold at once (21 CFR 11.10(g))
    Given a batch that was issued
    When the administrator gives Maria the role of author and quality signs
    And Maria records "B-0001" as the "batch card"
    Then it is refused with "needs one of these roles"

  Scenario: An operator issues no batch (21 CFR 11.10(g))
    Given a batch that was issued
    When Maria issues the batch "B-0002"
    Then it is refused with "needs one of these roles"

  Scenario: An administrator records no value (21 CFR 11.10(g))
    Given a batch whose room is cleared
    When Anna records "20.4" as the "temperature"
    Then it is refused with "needs one of these roles"
    And nothing stands as the "temperature"
