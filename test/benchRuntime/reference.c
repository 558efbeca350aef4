// The same kernels in C, serial and with OpenMP: how well these loops can scale on the machine at all.
// Build: gcc -O2 -fopenmp -o reference reference.c -lm. Usage: reference <threads> <rounds> <scale>. Prints `workload speedup` lines.
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double sink[1000000];
static float image[2000 * 2000], blurred[2000 * 2000];
static double a[600 * 600], b[600 * 600], c[600 * 600];
static char words[800][16];
static volatile double used;

static double work(double item, int rounds) {
  double x = item + 0.5;
  for (int round = 0; round < rounds; round++) x = sqrt(x * 1.000001 + round);
  return x;
}

static void mandelbrot(int y) {
  double sum = 0;
  for (int column = 0; column < 600; column++) {
    double p = 0, q = 0, re = 3.0 * column / 600 - 2, im = 2.0 * y / 400 - 1;
    int n = 0;
    for (; n < 1000 && p * p + q * q < 4; n++) {
      double next = p * p - q * q + re;
      q = 2 * p * q + im;
      p = next;
    }
    sum += n;
  }
  sink[y] = sum;
}

static void medium(int item) { sink[item] = work(item, 4000 + item % 7 * 300); }
static void fine(int item) { sink[item] = work(item, 40); }

static void blur(int y) {
  for (int x = 0; x < 2000; x++) {
    double sum = 0;
    int count = 0;
    for (int v = y < 3 ? 0 : y - 3; v <= (y + 3 > 1999 ? 1999 : y + 3); v++)
      for (int u = x < 3 ? 0 : x - 3; u <= (x + 3 > 1999 ? 1999 : x + 3); u++, count++) sum += image[v * 2000 + u];
    blurred[y * 2000 + x] = (float)(sum / count);
  }
}

static void matmul(int i) {
  memset(&c[i * 600], 0, 600 * sizeof(double));
  for (int k = 0; k < 600; k++)
    for (int j = 0; j < 600; j++) c[i * 600 + j] += a[i * 600 + k] * b[k * 600 + j];
}

static void distances(int i) {
  double total = 0;
  for (int other = 0; other < i; other++) {
    const char *s = words[i], *t = words[other];
    int before[17], now[17], m = (int)strlen(s), n = (int)strlen(t);
    for (int at = 0; at <= n; at++) before[at] = at;
    for (int row = 1; row <= m; row++) {
      now[0] = row;
      for (int column = 1; column <= n; column++) {
        int best = before[column - 1] + (s[row - 1] != t[column - 1]);
        if (before[column] + 1 < best) best = before[column] + 1;
        if (now[column - 1] + 1 < best) best = now[column - 1] + 1;
        now[column] = best;
      }
      memcpy(before, now, sizeof(before));
    }
    total += before[n];
  }
  sink[i] = total;
}

static void monteCarlo(int path) {
  unsigned state = (path + 1) * 0x9e3779b9u;
  double price = 100, total = 0;
  for (int step = 0; step < 128; step++) {
    state = state * 1664525u + 1013904223u;
    double u = (state + 1.0) / 4294967297.0;
    state = state * 1664525u + 1013904223u;
    price *= exp(0.0001 + 0.02 * sqrt(-2 * log(u)) * cos(6.283185307179586 * state / 4294967296.0));
    total += price;
  }
  sink[path] = total / 128 > 105 ? total / 128 - 105 : 0;
}

// Of `total` items every so many, so that a small scale sees all of the picture.
static double run(void (*kernel)(int), int total, int count, int threads, int chunk) {
  double begin = omp_get_wtime();
  if (threads == 1)
    for (int item = 0; item < count; item++) kernel((int)((double)item * total / count));
  else
#pragma omp parallel for num_threads(threads) schedule(dynamic, chunk)
    for (int item = 0; item < count; item++) kernel((int)((double)item * total / count));
  return omp_get_wtime() - begin;
}

static int ascending(const void *x, const void *y) { return (*(double *)x > *(double *)y) - (*(double *)x < *(double *)y); }

int main(int argc, char **argv) {
  int threads = argc > 1 ? atoi(argv[1]) : omp_get_max_threads(), rounds = argc > 2 ? atoi(argv[2]) : 7;
  double scale = argc > 3 ? atof(argv[3]) : 1;
  if (scale <= 0 || scale > 1) scale = 1;
  if (rounds < 1 || rounds > 100) return 2;
  for (int at = 0; at < 2000 * 2000; at++) image[at] = (float)((long)at * 7919 % 256);
  for (int at = 0; at < 600 * 600; at++) a[at] = at * 31 % 101, b[at] = at * 17 % 101;
  for (int w = 0; w < 800; w++)
    for (int at = 0; at < 4 + w % 9; at++) words[w][at] = (char)('a' + (w * 7 + at * at * 3) % 26);
  struct { const char *name; void (*kernel)(int); int count, chunk; } all[] = {
      {"mandelbrot", mandelbrot, 400, 4},  {"medium", medium, 200000, 64}, {"fine-into", fine, 1000000, 8192},
      {"blur", blur, 2000, 16},            {"matmul", matmul, 600, 8},     {"distances", distances, 800, 8},
      {"monte-carlo", monteCarlo, 20000, 64}};
  for (unsigned at = 0; at < sizeof(all) / sizeof(all[0]); at++) {
    double ratios[100];
    int count = (int)(all[at].count * scale) + 1;
    if (count > all[at].count) count = all[at].count;
    for (int round = 0; round < rounds; round++) {
      double serial = run(all[at].kernel, all[at].count, count, 1, 1);
      ratios[round] = serial / run(all[at].kernel, all[at].count, count, threads, all[at].chunk);
    }
    // Without a reader a compiler leaves the serial version out.
    for (int at = 0; at < 1000; at++) used += sink[at] + blurred[at * 2000] + c[at * 300];
    qsort(ratios, (size_t)rounds, sizeof(double), ascending);
    printf("%s %.3f\n", all[at].name, ratios[rounds / 2]);
  }
  return 0;
}
