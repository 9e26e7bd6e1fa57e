"""Qualification on the user's own machine: installation looked at, operation tested, requirement and test matched.

The tests are sentences of the plant in `resources/qualification/*.feature`, run by the product itself against a scratch
station; `steps_*` say what each sentence does.
"""
