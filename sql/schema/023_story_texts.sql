create table story_texts (
    story_key text not null,
    story_id text not null,
    words_hash ubigint,
    published_date date,
    first_at timestamp,
    shingle_count integer,
    is_table boolean,
    minhash uinteger[],
    figures usmallint[],
    run_id text not null
);

comment on table story_texts is
'One row per wording and day of the stored texts, all revisions, key story_key: what near copies are found by.';
comment on column story_texts.story_key is 'The story that the wording would found alone: hash of its words and day.';
comment on column story_texts.story_id is 'The story that it belongs to: the story_key of its earliest wording.';
comment on column story_texts.words_hash is 'Hash of the words; wordings of several days have the same.';
comment on column story_texts.published_date is
'Publication day in the time zone that published itself states; null when undated.';
comment on column story_texts.first_at is
'Earliest publication of the wording that day, UTC; the begin of the day where no time is stated, null when undated.';
comment on column story_texts.shingle_count is 'Distinct runs of three words.';
comment on column story_texts.is_table is 'True when every fourth word or more is a figure.';
comment on column story_texts.minhash is
'MinHash of the runs of three words: two values of 16 bits in each number; empty for a short text.';
comment on column story_texts.figures is 'Hashes of the distinct figures, 16 bits each, the 200 smallest.';
comment on column story_texts.run_id is 'Run that stored the wording first.';

-- Stories of a database that was made before near copies were known: each its own words, until it is read again.
insert into story_texts (story_key, story_id, published_date, first_at, run_id)
select
    story_id as story_key,
    story_id,
    min(published_date) as published_date,
    min(coalesce(published_at, cast(published_date as timestamp))) as first_at,
    min(run_id) as run_id
from articles
where story_id is not null
group by story_id;

comment on column articles.story_id is
'Story: same words or near copies, at most 3 days apart, and all that such pairs connect; the earliest names it.';
