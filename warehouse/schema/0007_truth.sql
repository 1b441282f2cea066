-- What a report's text was read from, whether it is whole, and whether it is a sample; when an address was seen to be gone;
-- files of a run that are no pages; what a run left, counted and signed.

ALTER TABLE report ADD COLUMN is_sample BOOLEAN;
ALTER TABLE report ADD COLUMN state VARCHAR;
ALTER TABLE report ADD COLUMN state_detail VARCHAR;
ALTER TABLE report ADD COLUMN source_kind VARCHAR;
COMMENT ON COLUMN report.is_sample IS '是否为本程序自带的示例网页；各项取舍中排在最后';
COMMENT ON COLUMN report.state IS '完整与否：whole 完整，incomplete 不完整（中途截断、缺后面的页、两种编码混杂等），不用于对该政府的任何说明；旧版规则所读、尚未判断的为空';
COMMENT ON COLUMN report.state_detail IS '不完整的依据，引出所据的文字；完整的为空';
COMMENT ON COLUMN report.source_kind IS '正文读自何种文件：html text docx doc pdf ofd ocr 等；旧版规则所读的为空';
UPDATE report SET is_sample = regexp_matches(url, '^file:///.*/seeds/pages/[^/]+$');

ALTER TABLE address ADD COLUMN gone_seen_at TIMESTAMP;
ALTER TABLE address ADD COLUMN gone_sightings INTEGER;
COMMENT ON COLUMN address.gone_seen_at IS '最近一次见到页面撤下的时间（协调世界时）；在线时为空';
COMMENT ON COLUMN address.gone_sightings IS '自 gone_since 起见到页面撤下的次数（次）';
UPDATE address SET gone_seen_at = gone_since, gone_sightings = CASE WHEN gone_since IS NULL THEN 0 ELSE 1 END;

ALTER TABLE run ADD COLUMN not_a_page BIGINT;
COMMENT ON COLUMN run.not_a_page IS '文件夹中不是网页也不是文稿、因而未读的文件数（个），不计入 seen';
UPDATE run SET not_a_page = 0;

CREATE TABLE manifest (
    relation VARCHAR NOT NULL,
    year SMALLINT,
    row_count BIGINT NOT NULL,
    digest VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    signed_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE manifest IS '每次运行结束时的清单：各表各年的行数与内容指纹；现状与之不符，即有人在运行之外增删改过';
COMMENT ON COLUMN manifest.relation IS '表名：report、section 或 fact_indicator';
COMMENT ON COLUMN manifest.year IS '报告年份（公历年）；年份不明的报告为空';
COMMENT ON COLUMN manifest.row_count IS '行数（行）';
COMMENT ON COLUMN manifest.digest IS '各行全部列的内容指纹之和，与次序无关';
COMMENT ON COLUMN manifest.run_id IS '签定的运行，见 run 表';
COMMENT ON COLUMN manifest.signed_at IS '签定时间（协调世界时）';
