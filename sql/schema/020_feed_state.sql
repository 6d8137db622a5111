create table feed_state (
    uri text not null,
    etag text,
    last_modified text,
    checked_at timestamp,
    run_id text not null
);

comment on table feed_state is
'One row per feed: what the server said last, so that the next run asks only for news; empty so far.';
comment on column feed_state.uri is 'Address of the feed.';
comment on column feed_state.etag is 'ETag of the last answer.';
comment on column feed_state.last_modified is 'Last-Modified of the last answer, as sent.';
comment on column feed_state.checked_at is 'When the feed was last asked, UTC.';
comment on column feed_state.run_id is 'Run that asked last.';
