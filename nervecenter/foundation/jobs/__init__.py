"""Long work: import runs, check runs and whatever else should not keep a person waiting.

- `registry.job("kind")` declares a function that takes a `JobContext`; declare it in a context's `jobs.py`.
- `actions.enqueue(kind, title=, arguments=, actor=, key=)` puts one into the queue as part of the running transaction.
- `actions.cancel_job(number, actor=)` and `actions.mark_jobs_seen(numbers, actor=)`.
- `queries.jobs_list(...)`, `queries.job_row(number)` and `queries.unseen_jobs(actor)` say where the work stands.
- `worker.work(...)` takes jobs off the queue; `nervecenter serve` runs one.
"""
