alter table feed_state add column moved_to text;
alter table feed_state add column has_pages boolean;

comment on table feed_state is
'One row per address that was read from the network, key uri: what its server said last, so that only news is sent.';
comment on column feed_state.uri is 'Address as the user gave it, without a password.';
comment on column feed_state.etag is 'ETag of the last answer that could be read without a fault.';
comment on column feed_state.last_modified is 'Last-Modified of that answer, as sent.';
comment on column feed_state.moved_to is 'Where the server said that it lies from now on; null where it has not moved.';
comment on column feed_state.has_pages is 'True when the pages that its items link to were asked for as well.';
comment on column feed_state.checked_at is 'When it was last asked for, UTC.';
comment on column feed_state.run_id is 'Run that asked last.';
