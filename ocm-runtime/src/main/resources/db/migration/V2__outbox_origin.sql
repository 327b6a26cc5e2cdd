-- Which request a message goes back to: its id and its W3C trace context; null where none is known.
alter table outbox add column request_id text;
alter table outbox add column traceparent text;
