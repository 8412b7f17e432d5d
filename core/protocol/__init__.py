"""What the programs and pages say to each other: jobs, topics, attributes, room states, hints, reports."""
