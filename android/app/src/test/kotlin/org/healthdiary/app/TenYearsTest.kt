package org.healthdiary.app

import androidx.compose.runtime.Recomposer
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.performScrollToIndex
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.AfterClass
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.lang.management.ManagementFactory
import java.time.LocalDate

/**
 * Ten years under the app: 14,600 readings beside those of a week. The first screen costs the same, and the history is read by the page.
 *
 * Counts are of the core's calls, of compositions, and of bytes that were allocated: no clock is asked.
 */
internal class TenYearsTest : AtTheApp() {
    override val counting = true

    override fun prepare() {
        kept.put(WEEK, context)
        renew()
    }

    private fun turnTo(days: Int) {
        leave()
        kept.put(days, context)
        renew()
        come()
    }

    /** What it takes to come in and see the day. */
    private class FirstDay(
        val asked: List<String>,
        val texts: List<String>,
        val nodes: Int,
        val compositions: Long,
        val bytes: Long,
    )

    private fun firstDay(): FirstDay {
        see("Unlock")
        calls.forget()
        val before = compositions()
        unlock()
        see("History")
        hear("120 over 80")
        val texts = settle()
        val asked = calls.all.map { it.name }.sorted()
        val compositions = compositions() - before
        return FirstDay(asked, texts, nodes(), compositions, bytesOfADay())
    }

    private fun nodes() = rule.onAllNodes(isRoot(), useUnmergedTree = true).fetchSemanticsNodes().sumOf(::countOf)

    private fun countOf(node: androidx.compose.ui.semantics.SemanticsNode): Int = 1 + node.children.sumOf(::countOf)

    private fun compositions() = Recomposer.runningRecomposers.value.sumOf { it.changeCount }

    /** What is allocated by reading the day as the first screen does, on all threads; the least of several times. */
    private fun bytesOfADay(): Long {
        val ana = checkNotNull(model.whose.person.value).id
        return (1..TIMES).minOf {
            val before = allocated()
            runBlocking { bridge.entries.day(ana, LocalDate.now()).first() }
            allocated() - before
        }
    }

    private fun allocated(): Long = threads.getThreadAllocatedBytes(threads.allThreadIds).filter { it > 0 }.sum()

    @Test
    fun `the first screen asks, composes and allocates after ten years what it does after a week`() {
        firstDay()
        turnTo(WEEK)
        val week = firstDay()
        turnTo(TEN_YEARS)
        val years = firstDay()
        println("a week: ${week.nodes} nodes, ${week.compositions} compositions, ${week.bytes} bytes")
        println("ten years: ${years.nodes} nodes, ${years.compositions} compositions, ${years.bytes} bytes")
        assertEquals(week.asked, years.asked)
        assertEquals(week.texts, years.texts)
        assertEquals(week.nodes, years.nodes)
        // What comes from other threads is drawn with the frame that it meets: now one more, now one less.
        for (compositions in listOf(week.compositions, years.compositions)) assertTrue("$compositions", compositions <= MOST_COMPOSITIONS)
        assertTrue("${years.bytes} bytes, and ${week.bytes} after a week", years.bytes <= week.bytes * MOST_MORE)
    }

    @Test
    fun `nothing is asked of the diary before the door is drawn, and nine calls bring the first day`() {
        turnTo(TEN_YEARS)
        see("Unlock")
        assertEquals(emptyList<String>(), calls.all.map { it.name })
        val asked = firstDay().asked
        assertEquals(listOf("handOn", "ownLock", "page", "page", "page", "page", "people", "subscribe", "waiting"), asked)
    }

    @Test
    fun `ten thousand entries of the history are read by the page, and a few pages are held`() {
        turnTo(TEN_YEARS)
        firstDay()
        tap("History")
        until { model.history.state.value.days.isNotEmpty() }
        calls.forget()
        val (early, early2) = (1..2).map { scroll(PAGES / 4) }
        val (late, late2) = (1..2).map { scroll(PAGES / 4) }
        println("bytes of a page: $early $early2 $late $late2")
        assertEquals(PAGES, calls.named("page").size)
        assertTrue("${late2.toDouble() / early2}", late2 <= early2 * MOST_MORE)
        // And back.
        val newest = { model.history.state.value.days.first().day }
        val there = newest()
        until {
            rule.onNode(list).performScrollToIndex(0)
            !model.history.state.value.newer
        }
        assertTrue(there!! < LocalDate.now())
        assertEquals(LocalDate.now(), newest())
    }

    /** Goes on by so many pages; the bytes of one. */
    private fun scroll(pages: Int): Long {
        val before = allocated()
        repeat(pages) {
            val read = calls.named("page").size
            val shown = model.history.state.value
            rule.onNode(list).performScrollToIndex(rows() - 1)
            until { model.history.state.value !== shown }
            assertEquals("one page for one end", read + 1, calls.named("page").size)
            assertTrue("${rows()} rows are held", rows() <= MOST_ROWS)
        }
        return (allocated() - before) / pages
    }

    private fun rows() = model.history.state.value.run { days.size + days.sumOf { it.entries.size } + if (newer) 0 else 1 }

    private val list = SemanticsMatcher.keyIsDefined(SemanticsActions.ScrollToIndex)

    internal companion object {
        private const val WEEK = 7
        private const val TEN_YEARS = 3650
        private const val PAGES = 200
        private const val MOST_ROWS = 400
        private const val TIMES = 20
        private const val MOST_COMPOSITIONS = 12

        /** A fifth more is what the same work differs by. */
        private const val MOST_MORE = 1.2
        private val threads = ManagementFactory.getThreadMXBean() as com.sun.management.ThreadMXBean
        private val kept = KeptDiaries(PASSPHRASE)

        @AfterClass
        @JvmStatic
        fun clear() = kept.close()
    }
}
