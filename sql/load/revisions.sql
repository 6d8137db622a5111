-- Articles that got a further text, or a later time for one: the text with the latest time is current, else the one of
-- the later run, else the greater hash (so that within a run the order of loading does not matter).
update articles set
    revision = n.revision,
    is_current = n.is_current
from (
    select
        a.article_id,
        a.content_hash,
        row_number() over by_time as revision,
        lead(a.content_hash) over by_time is null as is_current
    from articles as a
    where
        a.article_id in (
            select t.article_id
            from batch_texts as t
            where t.is_later or (not t.is_known_text and (t.is_known_article or t.text_count > 1))
        )
    window by_time as (partition by a.article_id order by a.version_at nulls first, a.run_id, a.content_hash)
) as n
where
    articles.article_id = n.article_id
    and articles.content_hash = n.content_hash
    and (articles.revision, articles.is_current) is distinct from (n.revision, n.is_current)
