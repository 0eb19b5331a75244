-- What wrk sends, and what it reports: one JSON object on the last line.
-- BODY names the file to be posted, TYPE its media type.

wrk.method = "POST"
wrk.headers["Content-Type"] = os.getenv("TYPE")
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.body = file:read("*a")
file:close()

function done(summary, latency)
  local e = summary.errors
  local seconds = summary.duration / 1e6
  io.write(string.format(
    '\n{"seconds": %.2f, "requests": %d, "requests_per_second": %.0f, "p50_ms": %.3f, "p90_ms": %.3f, '
      .. '"p99_ms": %.3f, "max_ms": %.3f, "errors": %d}\n',
    seconds, summary.requests, summary.requests / seconds, latency:percentile(50) / 1e3,
    latency:percentile(90) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
