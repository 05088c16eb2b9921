"""Everything at once, as on a busy day: answers, visitors, organisers and a job, on real servers."""
