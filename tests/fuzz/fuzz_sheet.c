/* fuzz_sheet.c - any bytes as a spreadsheet */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz_sample.h"

#include "core/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every cell is there, without blanks around it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sheet_cells cells;
	struct err err = { 0 };

	if (sheet_read(&cells, fuzz_file(data, size), size % 2 == 0 ? ';' : ',',
	        &err) != MLA_OK)
		return 0;
	if (cells.columns == 0)
		abort();
	for (size_t i = 0; i < cells.rows * cells.columns; i++) {
		const char *cell = cells.at[i];

		if (*cell == ' ' ||
		    (*cell != '\0' && cell[strlen(cell) - 1] == ' '))
			abort();
	}
	sheet_cells_free(&cells);
	return 0;
}
