/**
 * Counts the ways to place queens, and solves small sudokus (application code: backtracking).
 *
 * @loop placements:column          parallel reduction         recursion without shared state
 * @loop queens:first               parallel reduction
 * @loop greedy:column                    serial [carried-dependence] board.push(column) -> isFree(board, column)   one board for all
 * @loop isFree:i                   parallel commit              leaves at the first conflict
 * @loop possible:k                 parallel commit
 * @loop solve:cell                 serial [carried-dependence] solve(grid) -> grid[cell]   the body goes on from what the recursion has left in the grid
 * @loop solve:cell/digit           serial [carried-dependence] grid[cell] -> possible(grid, cell, digit)
 */
function placements(n: number, row: number, columns: number, rising: number, falling: number): number {
  if (row === n) return 1;
  let count = 0;
  for (let column = 0; column < n; column++) {
    const bit = 1 << column;
    const up = 1 << (row + column);
    const down = 1 << (row - column + n);
    if ((columns & bit) !== 0 || (rising & up) !== 0 || (falling & down) !== 0) continue;
    count += placements(n, row + 1, columns | bit, rising | up, falling | down);
  }
  return count;
}

export function queens(n: number): number {
  let total = 0;
  for (let first = 0; first < n; first++) total += placements(n, 1, 1 << first, 1 << first, 1 << (n - first));
  return total;
}

export function greedy(n: number): number[] {
  const board: number[] = [];
  for (let column = 0; column < n; column++) {
    if (isFree(board, column)) board.push(column);
  }
  return board;
}

function isFree(board: readonly number[], column: number): boolean {
  for (let i = 0; i < board.length; i++) {
    const other = board[i]!;
    if (other === column || Math.abs(other - column) === board.length - i) return false;
  }
  return true;
}

function possible(grid: Uint8Array, cell: number, digit: number): boolean {
  const row = Math.floor(cell / 9);
  const column = cell % 9;
  for (let k = 0; k < 9; k++) {
    const box = (Math.floor(row / 3) * 3 + Math.floor(k / 3)) * 9 + Math.floor(column / 3) * 3 + (k % 3);
    if (grid[row * 9 + k] === digit || grid[k * 9 + column] === digit || grid[box] === digit) return false;
  }
  return true;
}

export function solve(grid: Uint8Array): boolean {
  for (let cell = 0; cell < 81; cell++) {
    if (grid[cell] !== 0) continue;
    for (let digit = 1; digit <= 9; digit++) {
      if (!possible(grid, cell, digit)) continue;
      grid[cell] = digit;
      if (solve(grid)) return true;
      grid[cell] = 0;
    }
    return false;
  }
  return true;
}
