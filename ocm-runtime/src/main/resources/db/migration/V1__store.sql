-- The store of the ocm role. Forward only: later changes are new files.
-- Times are timestamptz; secrets are hashes, or sealed (AES-256-GCM, "<key id>:<base64>").

-- Logical time: says what began before what, without trusting clocks.
create sequence tick;

create table trust (
  name                text primary key,
  uid                 text    not null,
  generation          bigint  not null,
  domain              text    not null unique,
  ca_certificate      text,
  signatures_required boolean not null,
  invites             text    not null,
  shares              text    not null,
  permissions         text    not null,
  max_share_seconds   bigint,
  revoke_on_delete    boolean not null,
  discovery_state     text    not null default 'UNKNOWN',
  discovery_failure   text,
  discovery_at        timestamptz,
  discovery_attempts  int     not null default 0,
  discovery_next      timestamptz not null,
  peer                text,
  mutual              boolean,
  deleted_at          timestamptz,      -- kept until the peer has been told
  last_contact        timestamptz
);

create table invitation (
  token_hash      text primary key,
  user_id         text not null,
  domain          text,                 -- declared ones are for one peer; null is for any
  declared        text,                 -- name of the declaration, null when a user made it
  description     text,
  expires_at      timestamptz not null,
  max_acceptances int  not null,        -- distinct remote users; 0 is without bound
  created_at      timestamptz not null,
  withdrawn_at    timestamptz,
  first_tick      bigint not null,      -- when it was first issued
  offered_tick    bigint not null       -- when it was last declared anew
);
create index invitation_declared on invitation (declared) where declared is not null;

create table acceptance (
  id             text primary key,
  local_user     text,                  -- null in the tombstone of an id that we never knew
  remote_user    text,                  -- null until the peer has said who invited
  domain         text not null,
  remote_name    text,
  remote_mail    text,
  accepted_by    text not null,
  token_hash     text,
  sealed_token   text,                  -- only while it still has to be sent
  id_shared      boolean not null,      -- whether the peer knows the id
  state          text not null,
  disputed_at    timestamptz,
  created_at     timestamptz not null,
  began_tick     bigint not null,
  sent           boolean not null,      -- whether a message that names it may have left
  established_at timestamptz,
  ended_at       timestamptz,
  ended_by       text,
  cause          text,
  failure        text,
  declared       text,                  -- name of the declaration that accepted
  constraint chain check (state in ('PENDING', 'STANDING', 'ENDED'))
);
create index acceptance_pair on acceptance (domain, local_user, remote_user);
create index acceptance_token on acceptance (token_hash);
create index acceptance_live on acceptance (domain, remote_user) where state <> 'ENDED';

-- States only move forward, whatever the code above believes.
create function acceptance_forward() returns trigger language plpgsql as $$
begin
  if array_position(array['PENDING', 'STANDING', 'ENDED'], new.state)
     < array_position(array['PENDING', 'STANDING', 'ENDED'], old.state) then
    raise exception 'acceptance % cannot go back from % to %', old.id, old.state, new.state;
  end if;
  return new;
end $$;
create trigger acceptance_forward before update of state on acceptance
  for each row execute function acceptance_forward();

-- Who removed whom, when in logical time: voids tokens, ends acceptances that began before.
create table removal (
  tick        bigint primary key,
  domain      text not null,
  local_user  text not null,
  remote_user text not null,
  removed_by  text not null,
  cause       text not null,
  at          timestamptz not null
);
create index removal_pair on removal (domain, local_user, remote_user);

create table outgoing_share (
  id            text primary key,
  domain        text not null,
  local_user    text not null,
  remote_user   text not null,
  owner_name    text,
  resource      text not null,
  name          text not null,
  folder        boolean not null,
  size          bigint not null,
  permissions   text not null,
  expires_at    timestamptz,
  created_at    timestamptz not null,
  state         text not null,
  reason        text,
  acceptance_id text not null,
  secret_hash   text not null,
  sealed_secret text,
  sent          boolean not null,
  declared      text,
  failure       text,
  ended_at      timestamptz
);
create index outgoing_share_pair on outgoing_share (domain, local_user, remote_user);
create index outgoing_share_owner on outgoing_share (local_user, created_at);
create index outgoing_share_acceptance on outgoing_share (acceptance_id);
create index outgoing_share_expiry on outgoing_share (expires_at) where ended_at is null;

create table incoming_share (
  id                text primary key,
  domain            text not null,
  provider_id       text not null,
  local_user        text not null,
  remote_user       text not null,
  remote_name       text,
  name              text not null,
  folder            boolean not null,
  size              bigint not null,
  permissions       text not null,
  uri               text not null,
  secret_hash       text not null,
  sealed_secret     text,
  payload_hash      text not null,
  expires_at        timestamptz,
  created_at        timestamptz not null,
  state             text not null,
  reason            text,
  acceptance_id     text,
  declared          text,
  unreachable_since timestamptz,
  ended_at          timestamptz,
  unique (domain, provider_id)
);
create index incoming_share_pair on incoming_share (domain, local_user, remote_user);
create index incoming_share_recipient on incoming_share (local_user, created_at);
create index incoming_share_acceptance on incoming_share (acceptance_id);
create index incoming_share_expiry on incoming_share (expires_at) where ended_at is null;

create table declared_invite (
  name            text primary key,
  uid             text not null,
  generation      bigint not null,
  domain          text not null,
  type            text not null,
  user_id         text not null,
  token_hash      text not null,
  expires_at      timestamptz,
  max_acceptances int not null,
  reaccept_at     text,
  acceptance_id   text,                 -- the last one, of type Accept
  ever_connected  boolean not null,     -- with this token
  failure         text,
  deleted_at      timestamptz           -- kept a while: what a person ended is not undone
);
create unique index declared_invite_token on declared_invite (type, token_hash, user_id)
  where deleted_at is null;

create table declared_share (
  name         text primary key,
  uid          text not null,
  generation   bigint not null,
  domain       text not null,
  direction    text not null,
  local_user   text not null,
  remote_user  text not null,
  resource     text,
  permissions  text not null,
  expires_at   timestamptz,
  match_name   text,
  response     text,
  share_id     text,
  previous_id  text,                    -- goes when the new one is there
  created_at   timestamptz not null,
  resource_name text,
  folder       boolean not null,
  size         bigint not null,
  owner_name   text
);
create unique index declared_share_subject
  on declared_share (direction, domain, local_user, remote_user, coalesce(resource, match_name));

-- A lane is sent by one worker at a time, in order.
create table lane (
  key         text primary key,
  domain      text not null,
  next_at     timestamptz not null,
  lease_until timestamptz not null,
  lease_owner text
);
create index lane_due on lane (next_at);

create table outbox (
  id           bigint primary key generated always as identity,
  lane         text not null,
  domain       text not null,
  kind         text not null,
  subject      text not null,
  body         text,
  created_at   timestamptz not null,
  next_at      timestamptz not null,
  attempts     int not null,
  refused_since timestamptz,
  last_attempt timestamptz,
  failure      text
);
create index outbox_lane on outbox (lane, id);
create index outbox_domain on outbox (domain);
create index outbox_subject on outbox (subject);

create table circuit (
  domain     text primary key,
  failures   int not null,
  since      timestamptz not null,
  open_until timestamptz not null
);

-- Appended under an advisory lock, so that the cursor is the order of commits.
create sequence event_cursor;
create table event (
  cursor bigint primary key,
  at     timestamptz not null,
  kind   text not null,
  name   text,
  id     text,
  domain text,
  what   text not null,
  cause  text
);
create table event_horizon (
  only_row boolean primary key default true check (only_row),
  cursor   bigint not null
);
insert into event_horizon (cursor) values (0);
