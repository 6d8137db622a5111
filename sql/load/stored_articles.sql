-- The wanted articles' current texts as they were delivered, with their marks, in the order of their ids.
with
wanted_marks as (
    select
        m.article_id,
        list(
            {
                'start': m.start,
                'end': m."end",
                'text': m.text,
                'kind': m.kind,
                'place': m.place,
                'agency': m.agency,
                'rule': m.rule
            }
            order by m.start, m."end", m.kind
        ) as marks
    from marks as m
    semi join wanted_articles as w on m.article_id = w.article_id
    group by m.article_id
)

select
    a.article_id,
    a.record_id,
    a.given_id,
    a.input_uri,
    a.input_record,
    a.url,
    a.title,
    a.source,
    a.author,
    a.published,
    a.published_at at time zone 'UTC' as published_at,
    a.published_date,
    a.published_method,
    a.published_problem,
    a.updated,
    a.updated_problem,
    a.version_at at time zone 'UTC' as version_at,
    a.language,
    'extracted' as extraction_status,
    a.text,
    a.extra,
    a.word_count,
    a.content_hash,
    a.story_id,
    coalesce(m.marks, []) as marks
from articles as a
inner join wanted_articles as w on a.article_id = w.article_id
left join wanted_marks as m on a.article_id = m.article_id
where a.is_current
order by a.article_id
