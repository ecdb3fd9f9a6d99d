"""What Prometheus may ask: counters kept here, gauges read from the database when it asks."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

JOBS = Counter("percaya_jobs", "Tries of jobs", ["kind", "outcome"], registry=REGISTRY)
JOB_SECONDS = Histogram("percaya_job_seconds", "Duration of a try", ["kind"], registry=REGISTRY)
REQUESTS = Counter("percaya_requests", "HTTP requests", ["method", "status"], registry=REGISTRY)
REQUEST_SECONDS = Histogram("percaya_request_seconds", "Duration of a request", ["method"], registry=REGISTRY)
LIVE_CLIENTS = Gauge("percaya_live_clients", "Open live connections", registry=REGISTRY)
LIVE_EVENTS = Counter("percaya_live_events", "Signals handed to the hub", registry=REGISTRY)
LIVE_RESETS = Counter("percaya_live_resets", "Clients told to start over", registry=REGISTRY)
QUEUE_DEPTH = Gauge("percaya_queue_depth", "Waiting and running jobs; stuck ones beside them", ["queue"], registry=REGISTRY)
FOLLOWER_LAG = Gauge("percaya_follower_lag", "Events a follower has yet to read", ["follower"], registry=REGISTRY)
