-- What happened to a connection, for as long as the record of it is kept.
create table trail (
  id         bigint primary key generated always as identity,   -- the order
  at         timestamptz not null,
  about      text not null,
  subject    text not null,       -- id of the acceptance or share; of an invitation the token's hash
  connection text,                -- id of the acceptance; null for an invitation
  what       text not null,
  cause      text,
  by_whom    text,                -- a user, a declaration, or a user of the peer
  detail     text,
  failure    text,
  request_id text
);
create index trail_connection on trail (connection, id);
create index trail_subject on trail (subject, id);

-- What is known of earlier records.
insert into trail (at, about, subject, connection, what, cause, by_whom)
select established_at, 'CONNECTION', id, id, 'standing',
  case when accepted_by = 'PEER' then 'PEER' when declared is null then 'USER' else 'OPERATOR' end,
  case when accepted_by = 'PEER' then remote_user || '@' || domain
       else coalesce(declared, local_user) end
from acceptance where established_at is not null order by established_at;
insert into trail (at, about, subject, connection, what, cause, failure)
select ended_at, 'CONNECTION', id, id, 'ended', cause, failure
from acceptance where ended_at is not null order by ended_at;

-- Acceptances that ended here, while the peer has not confirmed that it knows.
create table unconfirmed (
  acceptance_id text primary key,
  since         timestamptz not null
);
insert into unconfirmed (acceptance_id, since)
select distinct a.id, a.ended_at from acceptance a
join outbox o on o.kind = 'USER_REMOVED' and o.domain = a.domain and o.subject = a.local_user
where a.state = 'ENDED' and a.ended_by = 'LOCAL';

create index acceptance_ended on acceptance (ended_at) where state = 'ENDED';
create index outgoing_share_ended on outgoing_share (ended_at) where ended_at is not null;
create index incoming_share_ended on incoming_share (ended_at) where ended_at is not null;
create index invitation_expiry on invitation (expires_at);
create index invitation_user on invitation (user_id);

-- Attempts that ran at the same time are one failure of the peer.
alter table circuit add column failed_at timestamptz;

-- Since when a message cannot be made, or its answer not be recorded; null when it can.
alter table outbox add column broken_since timestamptz;
create index outbox_age on outbox (created_at);
create index lane_leased on lane (domain) where lease_owner is not null;

-- Messages that can never be sent, out of the way of the others.
create table outbox_aside (
  id           bigint primary key,
  lane         text not null,
  domain       text not null,
  kind         text not null,
  subject      text not null,
  body         text,
  created_at   timestamptz not null,
  attempts     int not null,
  failure      text,
  request_id   text,
  set_aside_at timestamptz not null
);

-- Since when something owed to the peer is late, and since when nothing is any more.
alter table trust add column delayed_since timestamptz;
alter table trust add column calm_since timestamptz;
