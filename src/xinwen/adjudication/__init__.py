"""From passes to the labels that count: agreement, adjudication, error seeding, a kit for people."""
