-- Question: which figures of a report could be the value of an indicator for its region and year, and which goes first?
-- Candidates are counts, amounts and rates of government reports (not of departments, townships or zones, which share the code
-- of their government) whose period lies within the report's year. What is no candidate, and why: figure_standing.
-- `rank_key` orders them, the smallest first:
--   1. the whole year, then an unstated period, then a part of the year (前8个月);
--   2. the region's first report of the year before a second one (-2, -3 …);
--   3. the whole region (全县), then unstated, then the government itself (县政府), then a department;
--   4. a whole before a part (其中…); 5. an exact figure before 余, 近, 以上; 6. a figure that other figures of the report do
--   not contradict; 7. a sure reading (judged right by a person, or confidence from {sure}) before an unsure one.
--   8. of counts and amounts the larger value (a total is no smaller than its parts); 9. what stands first in the text.
-- The key is one number, a digit or more for each of these, so that the choice needs no sorting.
CREATE OR REPLACE VIEW indicator_candidate AS
SELECT
    region_code,
    indicator_id,
    report_year AS year,
    fact_id,
    report_id,
    value,
    unit,
    kind,
    qualifier,
    scope,
    period_start,
    period_end,
    check_status,
    confidence,
    judged,
    quote,
    sentence,
    seq,
    is_sample,
    rank_key
FROM indicator_figure
WHERE place = 'own_year';
COMMENT ON VIEW indicator_candidate IS '指标候选值：可作某地某年某指标之值的全部数字；rank_key 最小者即 indicator_series 所取';
COMMENT ON COLUMN indicator_candidate.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN indicator_candidate.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_candidate.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN indicator_candidate.fact_id IS '事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_candidate.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN indicator_candidate.value IS '数值，单位见 unit 列';
COMMENT ON COLUMN indicator_candidate.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_candidate.kind IS '数的性质：level 数量，rate 比率';
COMMENT ON COLUMN indicator_candidate.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_candidate.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_candidate.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_candidate.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_candidate.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_candidate.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_candidate.judged IS '人的判断：right 或 changed，同 fact_indicator；未经判断时为空';
COMMENT ON COLUMN indicator_candidate.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_candidate.sentence IS '数字所在的句子，照原文';
COMMENT ON COLUMN indicator_candidate.seq IS '事实在报告中的次序，从 1 起';
COMMENT ON COLUMN indicator_candidate.is_sample IS '是否出自本程序自带的示例网页；库中另有报告时不取';
COMMENT ON COLUMN indicator_candidate.rank_key IS '取舍次序，小者先取：时期、报告、口径、总分、限定、核对、把握、数值（比率不计）、出现先后';
