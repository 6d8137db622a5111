-- Articles that got a further text: the later version is current, else the text of the later run, else the greater hash
-- (so that within a run the order of loading does not matter).
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
    inner join batch_texts as t on a.article_id = t.article_id
    where t.is_known_article and not t.is_known_text
    window by_time as (partition by a.article_id order by a.version_at nulls first, a.run_id, a.content_hash)
) as n
where
    articles.article_id = n.article_id
    and articles.content_hash = n.content_hash
    and (articles.revision, articles.is_current) is distinct from (n.revision, n.is_current)
