create table feed_pages (
    item_hash text not null,
    url text not null,
    run_id text not null
);

comment on table feed_pages is
'One row per feed item that was stored with the text of its page, key item_hash: its page is not asked for again.';
comment on column feed_pages.item_hash is 'Hash of all that the feed said of the item, 16 hexadecimal digits.';
comment on column feed_pages.url is 'Address of the page.';
comment on column feed_pages.run_id is 'Run that read the page.';
