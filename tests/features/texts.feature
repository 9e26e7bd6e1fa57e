Feature: A master batch record that is no such thing (211.186; EU GMP 4.17-4.19)
  `ebr mbr check` names line, path and clause of each problem and never hangs, dies or eats the machine's memory.

  Scenario Outline: A text that is <what>
    Given the compact master as a file, <what>
    When the command "mbr check" is run on it
    Then it ends with 1, names a line and says "<words>"
    And nothing can be added to a station from it

    Examples:
      | what                         | words                              |
      | cut off in the middle        | cut off                            |
      | cut off in a word            |                                    |
      | with an id used twice        | used                               |
      | that refers to itself        |                                    |
      | that is a bomb of references |                                    |
      | nested ten thousand deep     |                                    |
      | with a key given twice       |                                    |
      | with a control character     | character                          |
      | that is empty                |                                    |
      | that is a list               |                                    |
      | with a tag that runs code    |                                    |
      | with a second document       |                                    |
      | with an unknown field        |                                    |
      | with a formula that adds grams and degrees | measure different things |

  Scenario: A text larger than any master
    Given a file of 40 million characters
    When the command "mbr check" is run on it
    Then it ends with 1, names a line and says "at most 8388608 are read"

  Scenario: A file that is no text
    Given a file of random bytes
    When the command "mbr check" is run on it
    Then it ends with 2 and one line that says "is no text in UTF-8"
