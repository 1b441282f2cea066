"""The real `fazhi ingest` killed at random moments, and pressed by other writers, readers and broken disks.

    python -m tests.whole.crash --kills 200 --seed 1     # kills, then two writers and readers for 30 s each; some 25 minutes

Each round starts in a folder of its own, either with nothing or with a warehouse of last year's edition of the pages; the
run is killed, what it left is opened and checked, and the next run must end in the very content of a run that nobody
killed. Two kills of three fall anywhere in a run's life; the others are aimed at loading and at publishing. Of four kills
three hit the whole process group, as a power cut does; one hits the command alone, and its worker processes must go by
themselves.
"""
