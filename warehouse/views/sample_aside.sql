-- Question: which sample reports stand aside, because the warehouse holds reports of governments?
-- The project's own rewritten pages show a newcomer what there is. As soon as one other report is loaded, no series, ranking or
-- duty counts them; they stay in `report` (is_sample) until `fazhi remove --samples`.
-- Caveats: a sample is known by its bytes; a page that was altered by hand is none any more.
CREATE OR REPLACE VIEW sample_aside AS
SELECT report_id FROM report WHERE is_sample AND EXISTS (SELECT 1 FROM report WHERE is_sample IS NOT TRUE);
COMMENT ON VIEW sample_aside IS '靠边的示例：库中已有别的报告时，自带的示例网页不计入序列、排名和义务，每份一行';
COMMENT ON COLUMN sample_aside.report_id IS '报告编号，见 report 表';
