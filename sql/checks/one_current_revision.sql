-- Fails if an article has no current text or two, its revisions are not 1, 2 ... n with n the current one, or a text
-- that is not current still counts as extracted.
--
-- An article both current and superseded would be counted twice in every report.
select
    article_id,
    count(*) as text_count,
    count(*) filter (where is_current) as current_count,
    max(revision) as last_revision,
    max(revision) filter (where is_current) as current_revision,
    count(*) filter (where not is_current and extractor_version is not null) as extracted_count
from articles
group by article_id
having
    current_count != 1
    or current_revision is distinct from last_revision
    or last_revision != text_count
    or count(distinct revision) != text_count
    or min(revision) != 1
    or extracted_count > 0
order by article_id
