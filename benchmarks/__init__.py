"""How good, how fast: every figure the project states, measured again on your machine.

`python -m benchmarks --help` lists what can be measured. Each case runs in a fresh child
process; every timetable, whoever made it, is checked and judged by `treffen.verification`.
"""
