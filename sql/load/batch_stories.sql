-- Each wording and day among the batch's texts, with what is stored of it. A text stored before stories were found by
-- near copies comes in when it is extracted again.
create or replace temporary table batch_stories as
with
texts as (
    select
        i.story_id as story_key,
        i.published_date,
        coalesce(i.published_at at time zone 'UTC', cast(i.published_date as timestamp)) as first_at,
        g.words_hash,
        g.shingle_count,
        g.is_table,
        g.minhash,
        g.figures
    from incoming_articles as i
    left join incoming_signatures as g on i.article_id = g.article_id and i.content_hash = g.content_hash
    where i.story_id is not null
),

wordings as (
    select
        story_key,
        any_value(published_date) as published_date,
        min(first_at) as first_at,
        any_value(words_hash) as words_hash,
        any_value(shingle_count) as shingle_count,
        any_value(is_table) as is_table,
        any_value(minhash) as minhash,
        any_value(figures) as figures
    from texts
    group by story_key
)

select
    w.story_key,
    w.published_date,
    w.first_at,
    w.words_hash,
    w.shingle_count,
    w.is_table,
    w.minhash,
    w.figures,
    s.story_key is null as is_new
from wordings as w
left join story_texts as s on w.story_key = s.story_key
