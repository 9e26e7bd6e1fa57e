Feature: A folder that cannot be used as it should (draft Annex 11, 16-17; 211.68(b))
  Each gets one clear sentence, never a traceback, and the record stays as it was.

  Scenario: A second program on the same folder (architecture.md, "One writer at a time")
    Given the station is open in one program
    When another program opens it for writing
    Then it is told "is open in another window or program"
    And the command "status" still answers
    And the command "verify" still answers

  Scenario: A folder nobody may write in
    Given a station on a read-only medium
    When the command "report B-0001" is run
    Then it ends with 1 and one line that says "Nothing can be written in"
    And the command "verify" still answers
    And the command "status" still answers

  Scenario: A file of a newer program is left alone
    Given a station whose file says it is newer
    When the command "report B-0001" is run
    Then it ends with 2 and one line that says "newer"

  Scenario: A file of another program is not taken for a record
    Given a station whose file belongs to another program
    When the command "report B-0001" is run
    Then it ends with 1 and one line that says "is not a record of this program"

  Scenario: A damaged page is never worked on (211.68(b); Annex 11, 7)
    Given a station with every page of its file damaged in turn
    When each is verified and opened
    Then the command "verify" ends with 1 or 2 and no traceback each time
    And no station opens to write on a page that holds what was recorded last

  Scenario: The step can still be finished when the disk is full, and the next one says so
    Given a station on a small disk with a ballast
    When Maria records until the disk is full
    Then the ballast was given back and her entry is there
    When Maria goes on recording
    Then she reads "The disk is full, so nothing was written."
    And everything that was confirmed is in the record and verifies
    And after making room she can go on
