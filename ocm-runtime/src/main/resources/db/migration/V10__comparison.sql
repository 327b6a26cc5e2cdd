-- When each peer is compared with, and what the last comparison came to.
create table comparison (
  domain      text primary key,
  next_at     timestamptz not null,
  lease_until timestamptz not null default '-infinity',
  resume_at   int  not null default 0,  -- where an unfinished one goes on
  failures    int  not null default 0,  -- in a row
  compared_at timestamptz,
  outcome     text,
  failure     text,
  own_digest  text,                     -- of both sides, when the last one was done
  peer_digest text,
  requested   text                      -- the last demand that was heard
);
create index comparison_due on comparison (next_at);
create index acceptance_disputed on acceptance (disputed_at)
  where disputed_at is not null and state = 'STANDING';
