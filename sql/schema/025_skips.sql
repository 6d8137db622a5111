alter table runs add column skipped_count integer;
alter table inputs add column skipped_count integer;

comment on column runs.read_count is
'Records read: new + revised + unchanged + reextracted + duplicate + skipped + rejected.';
comment on column runs.article_count is 'Records read that are usable articles: read without skipped and rejected.';
comment on column runs.skipped_count is
'Records that are no articles and were not meant to be, such as pictures in a crawl.';
comment on column inputs.record_count is 'Records read from the input, skipped and rejected ones included.';
comment on column inputs.skipped_count is 'Records of the input that are no articles and were not meant to be.';

create table skips (
    run_id text not null,
    uri text not null,
    reason text not null,
    record_count integer not null
);

comment on table skips is
'One row per run, input and reason: what was passed over because it is no article and was not meant to be one.';
comment on column skips.run_id is 'Run that read the input.';
comment on column skips.uri is 'Path or address of the input.';
comment on column skips.reason is 'One word to count by, such as media_type.';
comment on column skips.record_count is 'Records passed over for this reason.';
