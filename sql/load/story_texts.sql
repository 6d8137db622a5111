insert into story_texts (
    story_key, story_id, words_hash, published_date, first_at, shingle_count, is_table, minhash, figures, run_id
)
select
    b.story_key,
    b.story_key as story_id,
    b.words_hash,
    b.published_date,
    b.first_at,
    b.shingle_count,
    b.is_table,
    b.minhash,
    b.figures,
    cast($run_id as text) as run_id
from batch_stories as b
where b.is_new
