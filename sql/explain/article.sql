-- title:   Article
-- grain:   one row per text, the current one first; none when there is no such article
-- params:  id text = null
-- columns: article_id key, with revision;
--          revision number of the text;
--          is_current whether the layers are of this text;
--          title headline;
--          source outlet;
--          published_date publication day;
--          published_method where the day is from;
--          published_problem why a given day was not believed;
--          url address;
--          input_uri file it was read from;
--          input_record record in the file;
--          language language of the text;
--          word_count words;
--          extractor_version extractor that read it;
--          text beginning of the text
select
    article_id,
    revision,
    is_current,
    title,
    source,
    published_date,
    published_method,
    published_problem,
    url,
    input_uri,
    input_record,
    language,
    word_count,
    extractor_version,
    substring(text, 1, 300) as text
from articles
where article_id = $id or given_id = $id
order by article_id, revision desc
