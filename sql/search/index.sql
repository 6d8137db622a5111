pragma create_fts_index('articles', 'article_id', 'title', 'text', stemmer = 'english')  -- noqa: PRS
