/** The record of a service in the table. Records of version 1 may lack what the healer did not remember then. */
import { freshServiceRecord, ServiceRecord } from '../incident/service-record.ts';
import { shape, text } from '../shape.ts';
import { earlierForm, storedType } from './stored-type.ts';

const EarlierRecord = shape({ service: text });

export const STORED_RECORD = storedType<ServiceRecord>(ServiceRecord, [
  earlierForm(EarlierRecord, (record) => ({ ...freshServiceRecord(record.service), ...record })),
]);
