"""Quality assurance: independence, the QA reviewer's form, coverage, calibration, and papers for the Board."""
