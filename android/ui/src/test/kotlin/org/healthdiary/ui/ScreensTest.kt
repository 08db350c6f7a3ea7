package org.healthdiary.ui

import androidx.activity.ComponentActivity
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.text.TextLayoutResult
import org.healthdiary.ui.previews.Preview
import org.healthdiary.ui.previews.previews
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What holds on every screen in every state. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w900dp-h1000dp-mdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class ScreensTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    private var now by mutableStateOf(previews.first() to Phone.plain)
    private val done = mutableListOf<Any>()
    private val wrong = mutableListOf<String>()

    private fun onEach(
        phone: Phone,
        look: (Preview) -> Unit,
    ) {
        rule.setContent { key(now) { Stage(now.second) { now.first.screen(done::add) } } }
        for (preview in previews) {
            now = preview to phone
            rule.waitForIdle()
            look(preview)
        }
        assertEquals(emptyList<String>(), wrong)
    }

    private fun nodes(
        unmerged: Boolean = false,
        matcher: SemanticsMatcher = SemanticsMatcher("any") { true },
    ): List<SemanticsNode> = rule.onAllNodes(matcher and hasAnyAncestor(hasTestTag(STAGE)), unmerged).fetchSemanticsNodes()

    private val pressable = SemanticsMatcher.keyIsDefined(SemanticsActions.OnClick)

    private fun words(node: SemanticsNode): String =
        node.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty().joinToString() +
            node.config.getOrNull(SemanticsProperties.Text).orEmpty().joinToString { it.text }

    @Test
    fun `everything that can be pressed is large enough, and says what it is`() =
        onEach(Phone.plain) { preview ->
            for (node in nodes(matcher = pressable)) {
                val touched = node.touchBoundsInRoot
                val width = maxOf(touched.width, node.size.width.toFloat())
                val height = maxOf(touched.height, node.size.height.toFloat())
                if (width < TARGET || height < TARGET) wrong += "${preview.name}: ${words(node)} is $width by $height"
                if (words(node).isBlank()) wrong += "${preview.name}: something to press has no words"
            }
        }

    @Test
    fun `everything that can be pressed does something`() =
        onEach(Phone.plain) { preview ->
            for (node in nodes(matcher = pressable)) {
                if (node.config.contains(SemanticsProperties.Disabled) || node.config.contains(SemanticsActions.SetText)) continue
                done.clear()
                rule.runOnIdle { node.config[SemanticsActions.OnClick].action?.invoke() }
                if (done.size != 1) wrong += "${preview.name}: ${words(node)} did $done"
            }
        }

    @Test
    fun `every screen has one title, read first, and its main action last`() =
        onEach(Phone.plain) { preview ->
            val all = nodes(unmerged = true)
            val groups =
                all.mapNotNull { node ->
                    node.config.getOrNull(SemanticsProperties.TraversalIndex)?.let {
                        it to
                            node.boundsInRoot.top
                    }
                }
            if (groups.map { it.first } != groups.map { it.first }.sorted()) wrong += "${preview.name}: $groups"
            val first = all.firstOrNull { it.config.contains(SemanticsProperties.Heading) }
            if (first == null || first.boundsInRoot.top > TITLE) wrong += "${preview.name}: no title"
        }

    @Test
    fun `nothing is cut at twice the size of text, in German, on the smallest phone`() =
        nothingIsCut(
            Phone.all.single {
                it.name ==
                    "german-large-text"
            },
        )

    @Test
    fun `nothing is cut where words are longer`() = nothingIsCut(Phone.all.single { it.name == "pseudo" })

    @Test
    fun `nothing is cut from right to left`() = nothingIsCut(Phone.all.single { it.name == "right-to-left" })

    private fun nothingIsCut(phone: Phone) =
        onEach(phone) { preview ->
            val stage = rule.onNodeWithTag(STAGE).fetchSemanticsNode().boundsInRoot
            for (node in nodes(unmerged = true)) {
                val left = node.positionInRoot.x
                if (left < stage.left - 1 || left + node.size.width > stage.right + 1) wrong += "${preview.name}: ${words(node)} sticks out"
                val layouts = mutableListOf<TextLayoutResult>()
                node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(layouts)
                for (text in layouts.filter { !node.config.contains(SemanticsActions.SetText) }) {
                    if (isCut(text)) wrong += "${preview.name}: ${words(node)} is cut"
                }
            }
        }

    private fun isCut(text: TextLayoutResult): Boolean {
        val widest = (0 until text.lineCount).maxOf { text.getLineRight(it) - text.getLineLeft(it) }
        val lowest = text.getLineBottom(text.lineCount - 1)
        return widest > text.size.width + 1 || lowest > text.size.height + 1 || text.isLineEllipsized(text.lineCount - 1)
    }

    @Test
    fun `every word comes from the strings`() =
        onEach(Phone.all.single { it.name == "pseudo" }) { preview ->
            for (node in nodes(unmerged = true).filterNot { it.config.contains(SemanticsActions.SetText) }) {
                val text = words(node)
                if (text.any(Char::isLetter) && '[' !in text && !DATA.matches(text)) wrong += "${preview.name}: $text"
            }
        }

    @Test
    fun `there are pictures of every state, each by one name`() {
        assertTrue(previews.size > MANY)
        assertEquals(previews.map { it.name }.distinct(), previews.map { it.name })
    }

    private companion object {
        const val TARGET = 48f
        const val MANY = 100

        /** A title begins no lower. */
        const val TITLE = 64f

        /** What nobody translates: names, devices, codes, units, dates, and what a person wrote. */
        val DATA =
            Regex(
                "Ana|\u2066?[0-9A-F]{2}:[0-9A-F]{2}\u2069?|Benedict Okafor|BO|[ABCD]|Cleo|Tremor|" +
                    "(A&D Medical |Beurer )?(UA-651BLE|BM85)|Nonin3230|[0-9A-Z]{6}(-[0-9A-Z]{6})*|" +
                    "SD card / Diary|meter.jpg|Dizzy after standing up|Strength|mmHg|kPa|kg|°[CF]|mmol/L|mg/dL|Dr Imogen Hart|" +
                    "NICE guideline NG136|Hypertension in adults|SQLCipher|BSD-3-Clause|Jetpack Compose|Apache-2.0|" +
                    "Blood pressure well controlled. Go on with 5 mg.|" +
                    "[0-9]{1,2}:[0-9]{2}( [ap]m)?|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? [0-9]+ [A-Z][a-z]+( [0-9]+)?",
            )
    }
}
