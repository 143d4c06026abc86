"""A challenge: teams submit, the platform scores, a jury decides, the winner is followed.

assets/challenges/<slug>.toml -> Definition -> entries -> tables -> leaderboard -> jury -> winner -> follow-up

definition    read_definition(slug) -> Definition: texts, classes, phases, metric, limits, criteria
mistakes      a definition that does not fit -> an error that names line and key
sandbox       run_model(): a submitted model on photos, in a process that can do nothing else
pictures      the made-up cases of a challenge that brings none
"""
