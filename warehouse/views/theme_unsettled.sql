-- Question: which are the topmost sections of each theme, and which figures do they give?
-- The ground of promise, for the years whose reports have changed since the last run came to its end; at the end of a run
-- (warehouse/derive/settling.py) these rows go to the table theme_settled, and the view is empty again.
-- Caveats: a part of promise, of no use alone.
CREATE OR REPLACE VIEW theme_unsettled AS
WITH changed AS (
    SELECT report_id, report.year
    FROM report SEMI JOIN unsettled_year ON unsettled_year.year IS NOT DISTINCT FROM report.year
), near AS (
    SELECT report_id, seq, parent_seq, level, theme, char_start, char_end
    FROM section SEMI JOIN changed USING (report_id)
    WHERE level <= 3
), told AS (
    -- What stands below them is in their text.
    SELECT near.*
    FROM near LEFT JOIN near AS above ON above.report_id = near.report_id AND above.seq = near.parent_seq
    WHERE near.theme IS DISTINCT FROM above.theme
), given AS (
    SELECT told.report_id, told.seq, list({'seq': fact.seq, 'label': fact.label, 'quote': fact.quote}) AS figures
    FROM told
    JOIN fact_indicator AS fact
      ON fact.report_id = told.report_id AND fact.char_start >= told.char_start AND fact.char_end <= told.char_end
     AND fact.judged IS DISTINCT FROM 'rejected'
    GROUP BY told.report_id, told.seq
)
SELECT
    told.report_id,
    changed.year,
    told.seq,
    told.theme,
    -- Sorted here: an ordered aggregate sets up a sorter for each of its groups.
    list_transform(list_sort(given.figures), lambda figure: {'label': figure.label, 'quote': figure.quote}) AS figures
FROM told
JOIN changed ON changed.report_id = told.report_id
LEFT JOIN given ON given.report_id = told.report_id AND given.seq = told.seq;
COMMENT ON VIEW theme_unsettled IS '各主题的最上层章节中尚未写入 theme_settled 的年份，随时由章节与事实算得；查询请用 promise';
COMMENT ON COLUMN theme_unsettled.report_id IS '报告编号，见 report 表';
COMMENT ON COLUMN theme_unsettled.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN theme_unsettled.seq IS '章节的次序，见 section.seq';
COMMENT ON COLUMN theme_unsettled.theme IS '主题，同 section.theme';
COMMENT ON COLUMN theme_unsettled.figures IS '章节内的数字：名称与原文，依次';
